package io.quacklake.format.internal.text;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Values and their texts, which are those of DuckDB's casts to and from VARCHAR.
 *
 * <p>Values have one Java form for each type: Boolean; Long for integers of up to 63 bits, dates
 * (days), times and timestamps (in the type's own unit); BigInteger for wider integers; Float,
 * Double; BigDecimal with the type's scale; {@link TimeTz}, {@link Interval}, String, byte[],
 * {@link UUID}. Infinity is {@code Integer.MAX_VALUE} for dates and {@code Long.MAX_VALUE} for
 * timestamps, and minus that.
 */
public final class ValueCodec {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private ValueCodec() {}

  /**
   * Reads a text. Nested types are read by {@link NestedText}.
   *
   * @throws ValueFormatException if the text is not a value of the type
   * @throws UnsupportedFeatureException for variants and geometries, which have no text
   */
  public static Object parse(DataType type, String text) {
    if (type instanceof PrimitiveType primitive) {
      return parse(primitive, text);
    }
    if (type instanceof DecimalType decimal) {
      return NumberText.parseDecimal(decimal, text);
    }
    if (type.isNested()) {
      return NestedText.parse(type, text);
    }
    throw noText(type);
  }

  /** Writes a value as DuckDB's cast to VARCHAR does. */
  public static String print(DataType type, Object value) {
    if (type instanceof PrimitiveType primitive) {
      return print(primitive, value);
    }
    if (type instanceof DecimalType decimal) {
      return NumberText.printDecimal(decimal, (BigDecimal) value);
    }
    if (type.isNested()) {
      return NestedText.print(type, value);
    }
    throw noText(type);
  }

  /**
   * Reads a timestamp that may lie outside a column's range, to nine digits. Types without time
   * zone count as UTC; infinities are {@code Instant.MAX} and {@code MIN}.
   */
  public static Instant parseInstant(PrimitiveType type, String text) {
    return DateTimeText.parseInstant(type, text);
  }

  /** The opposite of {@link #parseInstant}. */
  public static String printInstant(PrimitiveType type, Instant instant) {
    return DateTimeText.printInstant(type, instant);
  }

  private static Object parse(PrimitiveType type, String text) {
    return switch (type) {
      case BOOLEAN -> parseBoolean(text);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 ->
          NumberText.parseInteger(type, text).longValueExact();
      case UINT64, INT128, UINT128 -> NumberText.parseInteger(type, text);
      case FLOAT32 -> NumberText.parseFloat(text);
      case FLOAT64 -> NumberText.parseDouble(text);
      case DATE -> DateTimeText.parseDate(text);
      case TIME, TIME_NS -> DateTimeText.parseTime(type, text, fractionDigits(type));
      case TIMETZ -> DateTimeText.parseTimeTz(text);
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          DateTimeText.parseTimestamp(type, text, fractionDigits(type));
      case INTERVAL -> IntervalText.parse(text);
      case VARCHAR, JSON -> text;
      case BLOB -> BlobText.parse(text);
      case UUID -> parseUuid(text);
    };
  }

  private static String print(PrimitiveType type, Object value) {
    return switch (type) {
      case BOOLEAN -> (Boolean) value ? "true" : "false";
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> ((Long) value).toString();
      case UINT64, INT128, UINT128 -> ((BigInteger) value).toString();
      case FLOAT32 -> NumberText.printFloat((Float) value);
      case FLOAT64 -> NumberText.printDouble((Double) value);
      case DATE -> DateTimeText.printDate((Long) value);
      case TIME, TIME_NS -> DateTimeText.printTime((Long) value, fractionDigits(type));
      case TIMETZ -> DateTimeText.printTimeTz((TimeTz) value);
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          DateTimeText.printTimestamp(type, (Long) value, fractionDigits(type));
      case INTERVAL -> IntervalText.print((Interval) value);
      case VARCHAR, JSON -> (String) value;
      case BLOB -> BlobText.print((byte[]) value);
      case UUID -> value.toString();
    };
  }

  /** How many decimal digits of a second a time or timestamp type keeps. */
  public static int fractionDigits(PrimitiveType type) {
    return switch (type) {
      case TIMESTAMP_S -> 0;
      case TIMESTAMP_MS -> 3;
      case TIME, TIMESTAMP, TIMESTAMPTZ -> 6;
      case TIME_NS, TIMESTAMP_NS, TIMESTAMPTZ_NS -> 9;
      default -> throw new IllegalArgumentException(type + " is not a time or timestamp type");
    };
  }

  private static Boolean parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "1", "yes", "y" -> true;
      case "false", "f", "0", "no", "n" -> false;
      default -> throw ValueFormatException.of(PrimitiveType.BOOLEAN, text);
    };
  }

  private static UUID parseUuid(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!UUID_TEXT.matcher(lower).matches()) {
      throw ValueFormatException.of(PrimitiveType.UUID, text);
    }
    return UUID.fromString(lower);
  }

  private static UnsupportedFeatureException noText(DataType type) {
    return new UnsupportedFeatureException(
        "text of type " + type,
        "Values of type " + type + " cannot be read from or written as text.");
  }
}
