package io.quacklake.format.type;

/** A value that carries its own type, in the Parquet variant encoding. */
public record VariantType() implements DataType {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.variant(this);
  }

  @Override
  public String toString() {
    return "variant";
  }
}
