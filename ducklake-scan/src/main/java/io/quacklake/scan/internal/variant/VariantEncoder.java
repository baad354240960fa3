package io.quacklake.scan.internal.variant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.type.PrimitiveType;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Encodes variants: a sorted dictionary of just the names that are used, the fields of objects in
 * the order of their names, and the smallest widths.
 */
public final class VariantEncoder {
  private static final int VERSION_1_SORTED = 0x11;
  private static final int MOST_IN_ONE_BYTE = 255;
  private static final int LONGEST_SHORT_STRING = 63;

  private final Map<String, Integer> numbers = new HashMap<>();

  private VariantEncoder() {}

  /** The metadata and the value of a variant: the Java form of values of type variant. */
  public static List<byte[]> encode(VariantValue value) {
    VariantEncoder encoder = new VariantEncoder();
    byte[] metadata = encoder.metadata(value);
    return List.of(metadata, encoder.value(value));
  }

  private byte[] metadata(VariantValue value) {
    Set<String> names = new TreeSet<>(VariantValue.Named.NAMES);
    collect(value, names);
    List<byte[]> texts = new ArrayList<>();
    for (String name : names) {
      numbers.put(name, texts.size());
      texts.add(name.getBytes(UTF_8));
    }
    int length = texts.stream().mapToInt(text -> text.length).sum();
    int width = width(Math.max(length, texts.size()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION_1_SORTED | (width - 1) << 6);
    number(out, texts.size(), width);
    offsets(out, texts, width);
    texts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static void collect(VariantValue value, Set<String> names) {
    if (value instanceof VariantValue.Items array) {
      array.items().forEach(item -> collect(item, names));
    } else if (value instanceof VariantValue.Fields object) {
      for (VariantValue.Named field : object.fields()) {
        names.add(field.name());
        collect(field.value(), names);
      }
    }
  }

  private byte[] value(VariantValue value) {
    if (value instanceof VariantValue.Items array) {
      return array(array.items().stream().map(this::value).toList());
    }
    if (value instanceof VariantValue.Fields object) {
      return object(object.byName());
    }
    if (value instanceof VariantValue.Decimal decimal) {
      return decimal(decimal);
    }
    return value instanceof VariantValue.Scalar scalar ? scalar(scalar) : new byte[1];
  }

  private static byte[] array(List<byte[]> items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int width = width(items.stream().mapToInt(item -> item.length).sum());
    boolean large = items.size() > MOST_IN_ONE_BYTE;
    out.write(3 | (width - 1) << 2 | (large ? 1 << 4 : 0));
    number(out, items.size(), large ? 4 : 1);
    offsets(out, items, width);
    items.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private byte[] object(List<VariantValue.Named> fields) {
    List<byte[]> values = fields.stream().map(field -> value(field.value())).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int width = width(values.stream().mapToInt(each -> each.length).sum());
    int idWidth = width(numbers.size());
    boolean large = fields.size() > MOST_IN_ONE_BYTE;
    out.write(2 | (width - 1) << 2 | (idWidth - 1) << 4 | (large ? 1 << 6 : 0));
    number(out, fields.size(), large ? 4 : 1);
    for (VariantValue.Named field : fields) {
      number(out, Objects.requireNonNull(numbers.get(field.name())), idWidth);
    }
    offsets(out, values, width);
    values.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] scalar(VariantValue.Scalar scalar) {
    Object value = scalar.value();
    if (scalar.type() == PrimitiveType.BOOLEAN) {
      ScalarCode code = (Boolean) value ? ScalarCode.TRUE : ScalarCode.FALSE;
      return new byte[] {(byte) (code.number << 2)};
    }
    ScalarCode code = ScalarCode.of(scalar.type());
    if (code == null) {
      throw new IllegalArgumentException("Variants have no type " + scalar.type());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (code == ScalarCode.STRING) {
      byte[] text = ((String) value).getBytes(UTF_8);
      if (text.length <= LONGEST_SHORT_STRING) {
        out.write(1 | text.length << 2);
        out.writeBytes(text);
        return out.toByteArray();
      }
    }
    out.write(code.number << 2);
    switch (code) {
      case STRING, BINARY -> {
        byte[] data = value instanceof String text ? text.getBytes(UTF_8) : (byte[]) value;
        number(out, data.length, 4);
        out.writeBytes(data);
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        out.writeBytes(
            ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
      }
      case FLOAT -> number(out, Float.floatToRawIntBits((Float) value), 4);
      case DOUBLE -> number(out, Double.doubleToRawLongBits((Double) value), 8);
      default -> number(out, (Long) value, code.width);
    }
    return out.toByteArray();
  }

  private static byte[] decimal(VariantValue.Decimal decimal) {
    ScalarCode code =
        switch (decimal.bytes()) {
          case 4 -> ScalarCode.DECIMAL4;
          case 8 -> ScalarCode.DECIMAL8;
          default -> ScalarCode.DECIMAL16;
        };
    BigInteger unscaled = decimal.value().unscaledValue();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(code.number << 2);
    out.write(decimal.value().scale());
    for (int i = 0; i < decimal.bytes(); i++) {
      out.write(unscaled.shiftRight(8 * i).byteValue());
    }
    return out.toByteArray();
  }

  /** Where each part begins, and where the last one ends. */
  private static void offsets(ByteArrayOutputStream out, List<byte[]> parts, int width) {
    long offset = 0;
    number(out, offset, width);
    for (byte[] part : parts) {
      offset += part.length;
      number(out, offset, width);
    }
  }

  private static void number(ByteArrayOutputStream out, long number, int width) {
    for (int i = 0; i < width; i++) {
      out.write((int) (number >>> (8 * i)));
    }
  }

  private static int width(int largest) {
    return largest < 1 << 8 ? 1 : largest < 1 << 16 ? 2 : largest < 1 << 24 ? 3 : 4;
  }
}
