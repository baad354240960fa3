package io.quacklake.scan.internal.variant;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of the other types as variants, for columns that became variants after a file was written
 * and for shredded columns. Integers that variants have no type for become wider ones or decimals;
 * a time with zone, an interval or a time of nanoseconds becomes the text that it prints as.
 */
public final class VariantValues {
  private static final int INT128_BITS = 128;

  private VariantValues() {}

  /** The variant of a value in the Java form of its type. */
  public static VariantValue of(DataType type, @Nullable Object value) {
    if (value == null) {
      return VariantValue.Nothing.NULL;
    }
    if (type instanceof PrimitiveType primitive) {
      return primitive(primitive, value);
    }
    if (type instanceof DecimalType decimal) {
      int bytes = decimal.precision() <= 9 ? 4 : decimal.precision() <= 18 ? 8 : 16;
      return new VariantValue.Decimal((BigDecimal) value, bytes);
    }
    if (type instanceof ListType list) {
      List<VariantValue> items = new ArrayList<>();
      for (Object element : (List<?>) value) {
        items.add(of(list.element().type(), element));
      }
      return new VariantValue.Items(items);
    }
    if (type instanceof StructType struct) {
      List<?> values = (List<?>) value;
      List<VariantValue.Named> fields = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Field field = struct.fields().get(i);
        fields.add(new VariantValue.Named(field.name(), of(field.type(), values.get(i))));
      }
      return new VariantValue.Fields(fields);
    }
    if (type instanceof MapType map) {
      List<VariantValue> entries = new ArrayList<>();
      for (Object each : (List<?>) value) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
        entries.add(
            new VariantValue.Fields(
                List.of(
                    new VariantValue.Named("key", of(map.key().type(), entry.getKey())),
                    new VariantValue.Named("value", of(map.value().type(), entry.getValue())))));
      }
      return new VariantValue.Items(entries);
    }
    throw new UnsupportedFeatureException(
        "cast from " + type + " to variant",
        "A data file holds " + type + " for a column of type variant; there is no such cast.");
  }

  private static VariantValue primitive(PrimitiveType type, Object value) {
    return switch (type) {
      case UINT8 -> new VariantValue.Scalar(PrimitiveType.INT16, value);
      case UINT16 -> new VariantValue.Scalar(PrimitiveType.INT32, value);
      case UINT32 -> new VariantValue.Scalar(PrimitiveType.INT64, value);
      case UINT64, INT128, UINT128 -> integer((BigInteger) value);
      case TIMESTAMP_S -> micros((Long) value, 1_000_000L);
      case TIMESTAMP_MS -> micros((Long) value, 1_000L);
      case TIMETZ, TIME_NS, INTERVAL -> VariantValue.text(ValueCodec.print(type, value));
      case JSON -> JsonVariants.parse((String) value);
      default -> new VariantValue.Scalar(type, value);
    };
  }

  static VariantValue integer(BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      return new VariantValue.Scalar(PrimitiveType.INT64, value.longValueExact());
    }
    return decimal(new BigDecimal(value));
  }

  static VariantValue decimal(BigDecimal value) {
    int bits = value.unscaledValue().bitLength();
    if (bits >= INT128_BITS || value.scale() > 38) {
      throw new UnsupportedFeatureException(
          "a number of more than 128 bits in a variant",
          "The number " + value + " does not fit the decimals that variants have.");
    }
    return new VariantValue.Decimal(value, bits < 32 ? 4 : bits < 64 ? 8 : 16);
  }

  private static VariantValue micros(long value, long factor) {
    boolean infinite = value == Long.MAX_VALUE || value == -Long.MAX_VALUE;
    try {
      return new VariantValue.Scalar(
          PrimitiveType.TIMESTAMP, infinite ? value : Math.multiplyExact(value, factor));
    } catch (ArithmeticException overflow) {
      throw new VariantFormatException(
          "the time " + value + " has no place in microseconds", overflow);
    }
  }
}
