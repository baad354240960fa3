package io.quacklake.transact.internal.draft;

import io.quacklake.format.FieldId;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one row of {@code ducklake_column} says: a column, or a field nested in one, without what is
 * nested in it in turn.
 *
 * @param type {@code struct}, {@code list}, {@code map} or the type's own text
 */
public record ColumnRow(
    @Nullable FieldId parent, Field field, String type, DefaultValue writeDefault) {

  /** The rows of a table's columns, parents before what is nested in them. */
  public static Map<FieldId, ColumnRow> of(List<Column> columns) {
    Map<FieldId, ColumnRow> rows = new LinkedHashMap<>();
    for (Column column : columns) {
      add(null, column.field(), column.writeDefault(), rows);
    }
    return rows;
  }

  private static void add(
      @Nullable FieldId parent,
      Field field,
      DefaultValue writeDefault,
      Map<FieldId, ColumnRow> rows) {
    rows.put(field.id(), new ColumnRow(parent, field, typeText(field.type()), writeDefault));
    for (Field child : children(field.type())) {
      add(field.id(), child, DefaultValue.NULL, rows);
    }
  }

  /** The fields directly inside a type. */
  static List<Field> children(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields();
    }
    if (type instanceof ListType list) {
      return List.of(list.element());
    }
    return type instanceof MapType map ? List.of(map.key(), map.value()) : List.of();
  }

  private static String typeText(DataType type) {
    if (type instanceof StructType) {
      return "struct";
    }
    if (type instanceof ListType) {
      return "list";
    }
    return type instanceof MapType ? "map" : type.toString();
  }

  /** Whether it is the same row. */
  public boolean sameAs(ColumnRow other) {
    return sameShape(other)
        && field.nullsAllowed() == other.field.nullsAllowed()
        && Objects.equals(field.initialDefault(), other.field.initialDefault())
        && writeDefault.equals(other.writeDefault);
  }

  /** Whether name, type and place are the same, which is what files and inlined tables have. */
  public boolean sameShape(ColumnRow other) {
    return Objects.equals(parent, other.parent)
        && field.id().equals(other.field.id())
        && field.name().equals(other.field.name())
        && type.equals(other.type);
  }
}
