package io.quacklake.scan.internal.variant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /** An object; its fields are in the order in which they were found. */
  record Fields(List<Named> fields) implements VariantValue {
    /**
     * @throws VariantFormatException if a name is there twice
     */
    public Fields {
      fields = List.copyOf(fields);
      Set<String> names = new HashSet<>();
      for (Named field : fields) {
        if (!names.add(field.name())) {
          throw new VariantFormatException("an object has the field " + field.name() + " twice");
        }
      }
    }

    /** The fields in the order of the UTF-8 bytes of their names. */
    List<Named> byName() {
      return fields.stream().sorted(Named.ORDER).toList();
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
