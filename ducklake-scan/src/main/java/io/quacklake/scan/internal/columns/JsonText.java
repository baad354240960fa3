package io.quacklake.scan.internal.columns;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Values as JSON text, as the reference casts them. */
public final class JsonText {
  /** Decimals of more digits are printed as they are, others as doubles. */
  private static final int DIGITS_OF_DOUBLE = 15;

  private JsonText() {}

  /** The JSON of one value. */
  public static String of(DataType type, @Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (type instanceof ListType list) {
      StringJoiner elements = new StringJoiner(",", "[", "]");
      for (Object element : (List<?>) value) {
        elements.add(of(list.element().type(), element));
      }
      return elements.toString();
    }
    if (type instanceof StructType struct) {
      StringJoiner fields = new StringJoiner(",", "{", "}");
      List<?> values = (List<?>) value;
      for (int i = 0; i < values.size(); i++) {
        Field field = struct.fields().get(i);
        fields.add(quote(field.name()) + ":" + of(field.type(), values.get(i)));
      }
      return fields.toString();
    }
    if (type instanceof MapType map) {
      StringJoiner entries = new StringJoiner(",", "{", "}");
      for (Object each : (List<?>) value) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
        String key = ValueCodec.print(map.key().type(), entry.getKey());
        entries.add(quote(key) + ":" + of(map.value().type(), entry.getValue()));
      }
      return entries.toString();
    }
    return scalar(type, value);
  }

  private static String scalar(DataType type, Object value) {
    if (type instanceof DecimalType decimal) {
      String text = ValueCodec.print(type, value);
      return decimal.precision() <= DIGITS_OF_DOUBLE ? real(new BigDecimal(text)) : text;
    }
    return switch ((PrimitiveType) type) {
      case JSON, BOOLEAN, INT8, INT16, INT32, INT64, INT128 -> ValueCodec.print(type, value);
      case UINT8, UINT16, UINT32, UINT64, UINT128 -> ValueCodec.print(type, value);
      case FLOAT32, FLOAT64 -> real(((Number) value).doubleValue());
      case VARCHAR -> quote((String) value);
      default -> quote(ValueCodec.print(type, value));
    };
  }

  /** The reference goes beyond JSON for what JSON has no numbers for. */
  private static String real(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    return real(new BigDecimal(ValueCodec.print(PrimitiveType.FLOAT64, value)));
  }

  /**
   * As the reference prints doubles in JSON: plain up to 21 digits before or 5 zeros after the
   * point.
   */
  private static String real(BigDecimal value) {
    if (value.signum() == 0) {
      return "0.0";
    }
    BigDecimal shortest = value.stripTrailingZeros();
    int pointAfter = shortest.precision() - shortest.scale();
    if (pointAfter > -6 && pointAfter <= 21) {
      return shortest.scale() <= 0 ? shortest.toPlainString() + ".0" : shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return (value.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (pointAfter - 1);
  }

  private static String quote(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
