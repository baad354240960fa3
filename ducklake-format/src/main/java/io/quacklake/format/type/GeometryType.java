package io.quacklake.format.type;

/** A geometry as well-known binary. */
public record GeometryType() implements DataType {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.geometry(this);
  }

  @Override
  public String toString() {
    return "geometry";
  }
}
