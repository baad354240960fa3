package io.quacklake.format.type;

/** A list; its elements are a field named {@code element}. */
public record ListType(Field element) implements DataType {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.list(this);
  }

  @Override
  public String toString() {
    return "list<" + element.type() + ">";
  }
}
