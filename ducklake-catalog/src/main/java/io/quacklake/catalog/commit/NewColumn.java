package io.quacklake.catalog.commit;

import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code ducklake_column}. The fields nested in it have rows of their own.
 *
 * @param field its id, name, type, nullability and initial default
 * @param parent the id of the field that it is nested in, null at top level
 * @param order its place among the table's columns ({@code column_order})
 * @param writeDefault what new rows get that do not name the column
 */
public record NewColumn(Field field, @Nullable Long parent, long order, DefaultValue writeDefault) {

  /** The rows of a column and of all that is nested in it. */
  public static List<NewColumn> withNested(Field field, DefaultValue writeDefault) {
    List<NewColumn> rows = new ArrayList<>();
    add(field, null, writeDefault, rows);
    return rows;
  }

  private static void add(
      Field field, @Nullable Long parent, DefaultValue writeDefault, List<NewColumn> rows) {
    long id = field.id().value();
    rows.add(new NewColumn(field, parent, id, writeDefault));
    for (Field child : children(field.type())) {
      add(child, id, DefaultValue.NULL, rows);
    }
  }

  private static List<Field> children(DataType type) {
    if (type instanceof ListType list) {
      return List.of(list.element());
    }
    if (type instanceof MapType map) {
      return List.of(map.key(), map.value());
    }
    return type instanceof StructType struct ? struct.fields() : List.of();
  }
}
