package io.quacklake.scan.internal.variant;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;

/**
 * Variants as JSON text, letter by letter as the reference casts them: no spaces, what JSON has no
 * type for as the text that the value has elsewhere, and the bare words NaN, Infinity and
 * -Infinity.
 */
public final class VariantJson {
  private static final JsonStringEncoder STRINGS = JsonStringEncoder.getInstance();

  private VariantJson() {}

  /** The order in which the fields of objects are printed. */
  public enum FieldOrder {
    /** As in the reference for variants out of files. */
    BY_NAME,
    /** As in the reference for variants that are inlined in a catalog. */
    AS_STORED
  }

  /** The JSON of a variant. */
  public static String print(VariantValue value, FieldOrder order) {
    StringBuilder out = new StringBuilder();
    print(value, order, out);
    return out.toString();
  }

  private static void print(VariantValue value, FieldOrder order, StringBuilder out) {
    if (value instanceof VariantValue.Items array) {
      String separator = "[";
      for (VariantValue item : array.items()) {
        print(item, order, out.append(separator));
        separator = ",";
      }
      out.append(array.items().isEmpty() ? "[]" : "]");
    } else if (value instanceof VariantValue.Fields object) {
      String separator = "{";
      for (VariantValue.Named field :
          order == FieldOrder.BY_NAME ? object.byName() : object.fields()) {
        quote(field.name(), out.append(separator));
        print(field.value(), order, out.append(':'));
        separator = ",";
      }
      out.append(object.fields().isEmpty() ? "{}" : "}");
    } else if (value instanceof VariantValue.Decimal decimal) {
      out.append(decimal.value().toPlainString());
    } else if (value instanceof VariantValue.Scalar scalar) {
      scalar(scalar, out);
    } else {
      out.append("null");
    }
  }

  private static void scalar(VariantValue.Scalar scalar, StringBuilder out) {
    switch (scalar.type()) {
      case BOOLEAN, INT8, INT16, INT32, INT64 -> out.append(scalar.value());
      case FLOAT32, FLOAT64 -> out.append(number(((Number) scalar.value()).doubleValue()));
      case VARCHAR -> quote((String) scalar.value(), out);
      default -> quote(ValueCodec.print(scalar.type(), scalar.value()), out);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    STRINGS.quoteAsString(text, out);
    out.append('"');
  }

  /** The shortest digits that give the number back; plain from 10^-6 up to below 10^21. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value > 0 ? "0.0" : "-0.0";
    }
    BigDecimal shortest =
        new BigDecimal(ValueCodec.print(PrimitiveType.FLOAT64, value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -6 && exponent < 21) {
      String plain = shortest.toPlainString();
      return shortest.scale() <= 0 ? plain + ".0" : plain;
    }
    String digits = shortest.unscaledValue().abs().toString();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + exponent;
  }
}
