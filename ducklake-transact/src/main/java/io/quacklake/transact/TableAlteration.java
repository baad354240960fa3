package io.quacklake.transact;

import io.quacklake.format.predicate.ColumnPath;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a table's definition. Columns are named as in filters: {@code amount}, {@code
 * address.city} for a field inside a struct; {@code element}, {@code key} and {@code value} lead
 * into lists and maps.
 */
public sealed interface TableAlteration {

  /**
   * A column is added, or a field inside a struct.
   *
   * @param parent the struct; null for a column of the table
   */
  record AddColumn(@Nullable ColumnPath parent, ColumnDefinition column)
      implements TableAlteration {
    /** Its default: both what older rows read as and what new rows get. */
    public AddColumn withDefault(@Nullable String value) {
      return new AddColumn(parent, column.withDefault(value));
    }

    public AddColumn withComment(@Nullable String text) {
      return new AddColumn(parent, column.withComment(text));
    }
  }

  /** A column, or a field inside a struct, is dropped. */
  record DropColumn(ColumnPath column) implements TableAlteration {}

  /** A column, or a field inside a struct, gets another name. */
  record RenameColumn(ColumnPath column, String newName) implements TableAlteration {}

  /** A column gets a type that can hold all that the old one can. */
  record SetType(ColumnPath column, String type) implements TableAlteration {}

  /** New rows get another default; null is NULL. */
  record SetDefault(ColumnPath column, @Nullable String value) implements TableAlteration {}

  /** NULL is allowed in a column from now on, or refused. */
  record SetNulls(ColumnPath column, ColumnDefinition.Nulls nulls) implements TableAlteration {}

  /** New files are partitioned by other keys; without keys they are not. */
  record SetPartitioning(List<String> keys) implements TableAlteration {
    public SetPartitioning {
      keys = List.copyOf(keys);
    }
  }

  /** New files are sorted by other keys; without keys they are not. */
  record SetSortOrder(List<String> keys) implements TableAlteration {
    public SetSortOrder {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A tag of the table, or of a column, gets a value; the key {@code comment} is its comment.
   *
   * @param column null for the table
   * @param value null takes the tag away
   */
  record SetTag(@Nullable ColumnPath column, String key, @Nullable String value)
      implements TableAlteration {}

  /** A column at the end of the table. */
  static AddColumn addColumn(String name, String type) {
    return addColumn(ColumnDefinition.of(name, type));
  }

  /** A column at the end of the table. */
  static AddColumn addColumn(ColumnDefinition column) {
    return new AddColumn(null, column);
  }

  /** A field at the end of a struct: {@code addField("address", "zip", "VARCHAR")}. */
  static AddColumn addField(String parent, String name, String type) {
    return new AddColumn(ColumnPath.parse(parent), ColumnDefinition.of(name, type));
  }

  static TableAlteration dropColumn(String column) {
    return new DropColumn(ColumnPath.parse(column));
  }

  static TableAlteration renameColumn(String column, String newName) {
    return new RenameColumn(ColumnPath.parse(column), newName);
  }

  static TableAlteration setType(String column, String type) {
    return new SetType(ColumnPath.parse(column), type);
  }

  /** The default's text is as {@link ColumnDefinition#withDefault} has it. */
  static TableAlteration setDefault(String column, String value) {
    return new SetDefault(ColumnPath.parse(column), value);
  }

  static TableAlteration dropDefault(String column) {
    return new SetDefault(ColumnPath.parse(column), null);
  }

  /** Refused if the column holds NULL; its rows are read where statistics do not say it. */
  static TableAlteration setNotNull(String column) {
    return new SetNulls(ColumnPath.parse(column), ColumnDefinition.Nulls.REFUSED);
  }

  static TableAlteration dropNotNull(String column) {
    return new SetNulls(ColumnPath.parse(column), ColumnDefinition.Nulls.ALLOWED);
  }

  static TableAlteration setPartitioning(String... keys) {
    return new SetPartitioning(Arrays.asList(keys));
  }

  static TableAlteration setSortOrder(String... keys) {
    return new SetSortOrder(Arrays.asList(keys));
  }

  static TableAlteration comment(@Nullable String text) {
    return new SetTag(null, "comment", text);
  }

  static TableAlteration columnComment(String column, @Nullable String text) {
    return new SetTag(ColumnPath.parse(column), "comment", text);
  }

  static TableAlteration setTag(String key, @Nullable String value) {
    return new SetTag(null, key, value);
  }
}
