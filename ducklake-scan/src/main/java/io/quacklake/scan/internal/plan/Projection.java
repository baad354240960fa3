package io.quacklake.scan.internal.plan;

import io.quacklake.format.NotFoundException;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names to columns: which columns, and which of their nested fields, a scan returns. */
final class Projection {
  private Projection() {}

  /**
   * The named columns in the order of the names, or all. A struct of which only fields are named
   * holds only those.
   */
  static List<Field> of(List<Column> columns, @Nullable List<String> names, TableRef table) {
    List<Field> all = columns.stream().map(Column::field).toList();
    if (names == null) {
      return all;
    }
    Map<Field, Selected> selected = new LinkedHashMap<>();
    for (String name : names) {
      List<String> path = TableRef.split(name);
      Field top = find(all, path.get(0), name, table);
      select(selected, top, path, 1, name, table);
    }
    List<Field> result = new ArrayList<>();
    selected.forEach((field, parts) -> result.add(parts.prune(field)));
    return result;
  }

  private static void select(
      Map<Field, Selected> into,
      Field field,
      List<String> path,
      int depth,
      String name,
      TableRef table) {
    Selected selected = into.computeIfAbsent(field, any -> new Selected());
    if (depth == path.size()) {
      selected.whole = true;
      return;
    }
    if (!(field.type() instanceof StructType struct)) {
      throw new NotFoundException(
          "column",
          name,
          "There is no column "
              + name
              + " in table "
              + table
              + ": "
              + TableRef.quote(field.name())
              + " is of type "
              + field.type()
              + ", which has no named fields.");
    }
    Field child = find(struct.fields(), path.get(depth), name, table);
    select(selected.children, child, path, depth + 1, name, table);
  }

  private static Field find(List<Field> fields, String name, String whole, TableRef table) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return field;
      }
    }
    throw NotFoundException.withSuggestions(
        "column", whole, "table " + table, fields.stream().map(Field::name).toList());
  }

  /** What of a field is wanted. */
  private static final class Selected {
    private boolean whole;
    private final Map<Field, Selected> children = new LinkedHashMap<>();

    Field prune(Field field) {
      if (whole || !(field.type() instanceof StructType struct)) {
        return field;
      }
      List<Field> kept = new ArrayList<>();
      for (Field child : struct.fields()) {
        Selected selected = children.get(child);
        if (selected != null) {
          kept.add(selected.prune(child));
        }
      }
      return new Field(
          field.id(),
          field.name(),
          new StructType(kept),
          field.nullsAllowed(),
          field.initialDefault());
    }
  }
}
