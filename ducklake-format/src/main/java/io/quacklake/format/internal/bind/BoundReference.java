package io.quacklake.format.internal.bind;

import io.quacklake.format.TableRef;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import java.util.List;
import java.util.stream.Collectors;

/** A column, or a field inside struct columns: the fields from the column down. */
public record BoundReference(List<Field> path) {
  public BoundReference {
    path = List.copyOf(path);
  }

  public Field column() {
    return path.get(0);
  }

  public Field leaf() {
    return path.get(path.size() - 1);
  }

  public DataType type() {
    return leaf().type();
  }

  public boolean isTopLevel() {
    return path.size() == 1;
  }

  @Override
  public String toString() {
    return path.stream()
        .map(field -> TableRef.quote(field.name()))
        .collect(Collectors.joining("."));
  }
}
