package io.quacklake.scan.internal.variant;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes encoded variants apart ("Variant Binary Encoding" of the Parquet format). Every length,
 * offset and number is checked against the bytes there are. Neither the order of an object's fields
 * nor that of the dictionary is relied on: DuckDB 1.5 says of unsorted dictionaries that they are
 * sorted.
 */
public final class VariantDecoder {
  /** Deeper nesting would exhaust the stack of whoever reads the value. */
  private static final int MAX_DEPTH = 500;

  private static final int DUCKDB_LONGEST = 64;

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private static final int PRIMITIVE = 0;
  private static final int SHORT_STRING = 1;
  private static final int OBJECT = 2;

  private byte[] lastMetadata = new byte[0];
  private @Nullable VariantDictionary lastDictionary;

  /**
   * The variant of these bytes.
   *
   * @throws VariantFormatException if they are none
   */
  public VariantValue decode(byte[] metadata, byte[] value) {
    return new Run(dictionary(metadata), new VariantBytes(value)).value(0, value.length, 0);
  }

  /**
   * Reads all that there is in the bytes.
   *
   * @throws VariantFormatException if they are no variant
   */
  public void require(byte[] metadata, byte[] value) {
    dictionary(metadata).requireAll();
    decode(metadata, value);
  }

  private VariantDictionary dictionary(byte[] metadata) {
    VariantDictionary dictionary = lastDictionary;
    if (dictionary == null || !Arrays.equals(metadata, lastMetadata)) {
      dictionary = new VariantDictionary(metadata);
      lastMetadata = metadata;
      lastDictionary = dictionary;
    }
    return dictionary;
  }

  /** One value and its parts. */
  private static final class Run {
    private final VariantDictionary dictionary;
    private final VariantBytes bytes;

    /** Each part has bytes of its own; more parts than bytes are the same parts many times over. */
    private int partsLeft;

    Run(VariantDictionary dictionary, VariantBytes bytes) {
      this.dictionary = dictionary;
      this.bytes = bytes;
      this.partsLeft = bytes.length();
    }

    VariantValue value(int start, int end, int depth) {
      if (depth > MAX_DEPTH) {
        throw new UnsupportedFeatureException(
            "variants nested deeper than " + MAX_DEPTH,
            "A variant is nested deeper than " + MAX_DEPTH + " levels.");
      }
      int header = bytes.unsigned(start, 1, end);
      if (partsLeft-- <= 0) {
        throw new VariantFormatException("parts of a value overlap");
      }
      int form = header >>> 2;
      return switch (header & 3) {
        case PRIMITIVE -> scalar(form, start + 1, end);
        case SHORT_STRING ->
            VariantValue.text(bytes.text(start + 1, length(form, start, end), end));
        case OBJECT -> object(form, start + 1, end, depth);
        default -> array(form, start + 1, end, depth);
      };
    }

    /** DuckDB writes a text of 64 bytes as a short one, of whose length only zero bits are left. */
    private static int length(int form, int start, int end) {
      return form == 0 && end - start == 1 + DUCKDB_LONGEST ? DUCKDB_LONGEST : form;
    }

    /** Where a part ends; known exactly for empty texts only, and otherwise not asked for. */
    private int partEnd(int at, int i, int count, int offsets, int width, int values, int end) {
      int next = values + bytes.unsigned(offsets + (i + 1) * width, width, end);
      if (at >= end || bytes.unsigned(at, 1, end) != SHORT_STRING || next == at + 1) {
        return end;
      }
      int nearest = end;
      for (int k = 0; k < count; k++) {
        int other = values + bytes.unsigned(offsets + k * width, width, end);
        nearest = other > at ? Math.min(nearest, other) : nearest;
      }
      return nearest;
    }

    private VariantValue object(int form, int start, int end, int depth) {
      int countWidth = (form & 16) == 0 ? 1 : 4;
      int idWidth = (form >>> 2 & 3) + 1;
      int offsetWidth = (form & 3) + 1;
      int count = bytes.unsigned(start, countWidth, end);
      int ids = start + countWidth;
      int offsets = bytes.after(ids, (long) count * idWidth, end);
      int values = bytes.after(offsets, (count + 1L) * offsetWidth, end);
      int valuesEnd =
          bytes.after(values, bytes.unsigned(offsets + count * offsetWidth, offsetWidth, end), end);
      List<VariantValue.Named> fields = new ArrayList<>(Math.min(count, partsLeft));
      for (int i = 0; i < count; i++) {
        String name = dictionary.name(bytes.unsigned(ids + i * idWidth, idWidth, end));
        int offset = bytes.unsigned(offsets + i * offsetWidth, offsetWidth, end);
        int at = bytes.after(values, offset, valuesEnd);
        int partEnd = partEnd(at, i, count, offsets, offsetWidth, values, valuesEnd);
        fields.add(new VariantValue.Named(name, value(at, partEnd, depth + 1)));
      }
      return new VariantValue.Fields(fields);
    }

    private VariantValue array(int form, int start, int end, int depth) {
      int countWidth = (form & 4) == 0 ? 1 : 4;
      int offsetWidth = (form & 3) + 1;
      int count = bytes.unsigned(start, countWidth, end);
      int offsets = start + countWidth;
      int values = bytes.after(offsets, (count + 1L) * offsetWidth, end);
      int valuesEnd =
          bytes.after(values, bytes.unsigned(offsets + count * offsetWidth, offsetWidth, end), end);
      List<VariantValue> items = new ArrayList<>(Math.min(count, partsLeft));
      for (int i = 0; i < count; i++) {
        int offset = bytes.unsigned(offsets + i * offsetWidth, offsetWidth, end);
        int at = bytes.after(values, offset, valuesEnd);
        int partEnd = partEnd(at, i, count, offsets, offsetWidth, values, valuesEnd);
        items.add(value(at, partEnd, depth + 1));
      }
      return new VariantValue.Items(items);
    }

    private VariantValue scalar(int number, int start, int end) {
      ScalarCode code = ScalarCode.of(number);
      if (code == null) {
        throw new UnsupportedFeatureException(
            "variant type " + number,
            "A variant holds a value of primitive type " + number + ", which is not known.");
      }
      return switch (code) {
        case NULL -> VariantValue.Nothing.NULL;
        case TRUE, FALSE -> new VariantValue.Scalar(PrimitiveType.BOOLEAN, code == ScalarCode.TRUE);
        case DECIMAL4, DECIMAL8, DECIMAL16 -> decimal(start, code.width, end);
        case STRING -> VariantValue.text(bytes.text(start + 4, bytes.unsigned(start, 4, end), end));
        case BINARY ->
            new VariantValue.Scalar(
                PrimitiveType.BLOB, bytes.copy(start + 4, bytes.unsigned(start, 4, end), end));
        case UUID -> {
          long most = Long.reverseBytes(bytes.signed(start, 8, end));
          long least = Long.reverseBytes(bytes.signed(start + 8, 8, end));
          yield new VariantValue.Scalar(PrimitiveType.UUID, new UUID(most, least));
        }
        case TIME -> {
          long micros = bytes.signed(start, 8, end);
          if (micros < 0 || micros > MICROS_PER_DAY) {
            throw new VariantFormatException("a time of day is " + micros + " microseconds");
          }
          yield new VariantValue.Scalar(PrimitiveType.TIME, micros);
        }
        case FLOAT ->
            new VariantValue.Scalar(
                PrimitiveType.FLOAT32, Float.intBitsToFloat((int) bytes.signed(start, 4, end)));
        case DOUBLE ->
            new VariantValue.Scalar(
                PrimitiveType.FLOAT64, Double.longBitsToDouble(bytes.signed(start, 8, end)));
        default ->
            new VariantValue.Scalar(
                java.util.Objects.requireNonNull(code.type), bytes.signed(start, code.width, end));
      };
    }

    private VariantValue decimal(int start, int width, int end) {
      int scale = bytes.unsigned(start, 1, end);
      if (scale > 38) {
        throw new VariantFormatException("a decimal has scale " + scale);
      }
      byte[] unscaled = bytes.copy(start + 1, width, end);
      for (int i = 0; i < width / 2; i++) {
        byte low = unscaled[i];
        unscaled[i] = unscaled[width - 1 - i];
        unscaled[width - 1 - i] = low;
      }
      return new VariantValue.Decimal(new BigDecimal(new BigInteger(unscaled), scale), width);
    }
  }
}
