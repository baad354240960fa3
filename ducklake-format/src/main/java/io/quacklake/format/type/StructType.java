package io.quacklake.format.type;

import io.quacklake.format.TableRef;
import java.util.List;
import java.util.stream.Collectors;

/** A struct with at least one field, in the order of their ids. */
public record StructType(List<Field> fields) implements DataType {
  public StructType {
    fields = List.copyOf(fields);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.struct(this);
  }

  @Override
  public String toString() {
    return fields.stream()
        .map(field -> TableRef.quote(field.name()) + " " + field.type())
        .collect(Collectors.joining(", ", "struct<", ">"));
  }
}
