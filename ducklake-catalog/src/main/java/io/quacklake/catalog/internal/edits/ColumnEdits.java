package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewColumn;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ducklake_column} and {@code ducklake_column_tag}. */
final class ColumnEdits {
  private static final String OUR_DIALECT = "duckdb";

  private final Jdbc jdbc;
  private final Rows rows;
  private final long snapshot;

  ColumnEdits(Jdbc jdbc, Rows rows, SnapshotId snapshot) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.snapshot = snapshot.value();
  }

  void begin(List<Edit.BeginColumns> edits) {
    Insert insert =
        Insert.into(
            "ducklake_column",
            "column_id",
            "begin_snapshot",
            "end_snapshot",
            "table_id",
            "column_order",
            "column_name",
            "column_type",
            "initial_default",
            "default_value",
            "nulls_allowed",
            "parent_column",
            "default_value_type",
            "default_value_dialect");
    for (Edit.BeginColumns edit : edits) {
      for (NewColumn column : edit.columns()) {
        add(
            insert,
            edit.table(),
            column.field(),
            column.parent(),
            column.order(),
            column.writeDefault());
      }
    }
    insert.send(jdbc);
  }

  private void add(
      Insert insert,
      TableId table,
      Field field,
      @Nullable Long parent,
      long order,
      DefaultValue writeDefault) {
    insert.row(
        field.id().value(),
        snapshot,
        null,
        table.value(),
        order,
        field.name(),
        typeName(field.type()),
        field.initialDefault(),
        text(field, writeDefault),
        field.nullsAllowed(),
        parent,
        kind(field, writeDefault),
        Objects.requireNonNullElse(writeDefault.dialect(), OUR_DIALECT));
  }

  private static String typeName(DataType type) {
    if (type instanceof ListType) {
      return "list";
    }
    if (type instanceof MapType) {
      return "map";
    }
    return type instanceof StructType ? "struct" : type.toString();
  }

  /** The text NULL is what the catalog has for no default, so it cannot be one. */
  private static String text(Field field, DefaultValue writeDefault) {
    String text = writeDefault.text();
    if (text != null && text.equals("NULL") && writeDefault.kind() == DefaultValue.Kind.LITERAL) {
      throw new UnsupportedFeatureException(
          "default 'NULL'",
          "The text NULL cannot be the default of column "
              + field.name()
              + ": the catalog keeps it for the absence of a value. Choose another default.");
    }
    return text == null ? "NULL" : text;
  }

  /** As the reference has it. */
  private static String kind(Field field, DefaultValue writeDefault) {
    if (writeDefault.kind() == DefaultValue.Kind.EXPRESSION) {
      return "expression";
    }
    return field.type().isNested() && writeDefault.text() == null ? "" : "literal";
  }

  void end(List<Edit.EndColumns> edits) {
    for (Edit.EndColumns edit : edits) {
      List<Long> ids = edit.columns().stream().map(each -> each.value()).sorted().toList();
      rows.end("ducklake_column", "column_id", ids, Map.of("table_id", edit.table().value()));
    }
  }

  void tag(List<Edit.SetColumnTag> edits) {
    Insert insert =
        Insert.into(
            "ducklake_column_tag",
            "table_id",
            "column_id",
            "begin_snapshot",
            "end_snapshot",
            "key",
            "value");
    for (Edit.SetColumnTag edit : edits) {
      rows.endAny(
          "ducklake_column_tag",
          "column_id",
          List.of(edit.column().value()),
          Map.of("table_id", edit.table().value(), "key", edit.key()));
      insert.row(
          edit.table().value(), edit.column().value(), snapshot, null, edit.key(), edit.value());
    }
    insert.send(jdbc);
  }
}
