package io.quacklake.scan.internal.variant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A variant, taken apart. */
public sealed interface VariantValue {
  /** The variant null: a value, unlike SQL's NULL of a column that is not there. */
  enum Nothing implements VariantValue {
    NULL
  }

  /**
   * A scalar of one of the types that variants have.
   *
   * @param value in the Java form of the type
   */
  record Scalar(PrimitiveType type, Object value) implements VariantValue {}

  /**
   * A decimal, which in a variant has no precision.
   *
   * @param bytes 4, 8 or 16
   */
  record Decimal(BigDecimal value, int bytes) implements VariantValue {}

  /** An array. */
  record Items(List<VariantValue> items) implements VariantValue {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** An object; its fields are in the order of the UTF-8 bytes of their names. */
  record Fields(List<Named> fields) implements VariantValue {
    /**
     * @throws VariantFormatException if a name is there twice
     */
    public Fields {
      List<Named> sorted = new ArrayList<>(fields);
      sorted.sort(Named.ORDER);
      for (int i = 1; i < sorted.size(); i++) {
        if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
          throw new VariantFormatException(
              "an object has the field " + sorted.get(i).name() + " twice");
        }
      }
      fields = List.copyOf(sorted);
    }
  }

  /** A field of an object. */
  record Named(String name, VariantValue value) {
    static final Comparator<String> NAMES =
        (left, right) -> Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
    private static final Comparator<Named> ORDER = Comparator.comparing(Named::name, NAMES);
  }

  /** A text. */
  static VariantValue text(String text) {
    return new Scalar(PrimitiveType.VARCHAR, text);
  }
}
