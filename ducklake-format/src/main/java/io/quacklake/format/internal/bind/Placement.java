package io.quacklake.format.internal.bind;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a constant lies among the values of a column's type.
 *
 * @param floor the greatest value of the type that is not greater than the constant; null where
 *     there is none or the constant is greater than all
 */
record Placement(Position position, @Nullable Object floor) {
  static final Placement BELOW_ALL = new Placement(Position.BELOW_ALL, null);
  static final Placement ABOVE_ALL = new Placement(Position.ABOVE_ALL, null);

  enum Position {
    BELOW_ALL,
    /** The constant is the value {@code floor}. */
    AT,
    /** The constant lies between {@code floor} and the next value. */
    AFTER,
    ABOVE_ALL
  }

  static Placement at(Object value) {
    return new Placement(Position.AT, value);
  }

  static Placement after(Object floor) {
    return new Placement(Position.AFTER, floor);
  }

  Object value() {
    return Objects.requireNonNull(floor);
  }
}
