package io.quacklake.format.type;

/** A map; keys are never NULL. */
public record MapType(Field key, Field value) implements DataType {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.map(this);
  }

  @Override
  public String toString() {
    return "map<" + key.type() + ", " + value.type() + ">";
  }
}
