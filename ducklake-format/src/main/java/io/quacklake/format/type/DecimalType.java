package io.quacklake.format.type;

/** A fixed-point type such as {@code decimal(18,3)}. */
public record DecimalType(int precision, int scale) implements DataType {
  public static final int MAX_PRECISION = 38;

  public DecimalType {
    if (precision < 1 || precision > MAX_PRECISION) {
      throw new IllegalArgumentException(
          "decimal precision must be 1 to " + MAX_PRECISION + ", got " + precision);
    }
    if (scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "decimal scale must be 0 to " + precision + ", got " + scale);
    }
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.decimal(this);
  }

  @Override
  public String toString() {
    return "decimal(" + precision + "," + scale + ")";
  }
}
