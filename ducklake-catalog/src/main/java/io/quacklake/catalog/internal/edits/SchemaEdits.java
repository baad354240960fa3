package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.SnapshotId;
import java.util.List;
import java.util.Map;

/** Rows of {@code ducklake_schema} and {@code ducklake_table}. */
final class SchemaEdits {
  /** What ends with a table, beside its own row. */
  private static final List<String> PARTS =
      List.of(
          "ducklake_partition_info",
          "ducklake_column",
          "ducklake_column_tag",
          "ducklake_data_file",
          "ducklake_delete_file",
          "ducklake_sort_info");

  private final Jdbc jdbc;
  private final Rows rows;
  private final long snapshot;

  SchemaEdits(Jdbc jdbc, Rows rows, SnapshotId snapshot) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.snapshot = snapshot.value();
  }

  void create(List<Edit.CreateSchema> edits) {
    Insert insert =
        Insert.into(
            "ducklake_schema",
            "schema_id",
            "schema_uuid",
            "begin_snapshot",
            "end_snapshot",
            "schema_name",
            "path",
            "path_is_relative");
    for (Edit.CreateSchema edit : edits) {
      insert.row(
          edit.id().value(),
          jdbc.dialect().uuid(edit.uuid()),
          snapshot,
          null,
          edit.name(),
          edit.path().value(),
          edit.path().isRelative());
    }
    insert.send(jdbc);
  }

  void drop(List<Edit.DropSchema> edits) {
    List<Long> ids = edits.stream().map(edit -> edit.id().value()).toList();
    rows.end("ducklake_schema", "schema_id", ids, Map.of());
  }

  void begin(List<Edit.BeginTable> edits) {
    Insert insert =
        Insert.into(
            "ducklake_table",
            "table_id",
            "table_uuid",
            "begin_snapshot",
            "end_snapshot",
            "schema_id",
            "table_name",
            "path",
            "path_is_relative");
    for (Edit.BeginTable edit : edits) {
      insert.row(
          edit.id().value(),
          jdbc.dialect().uuid(edit.uuid()),
          snapshot,
          null,
          edit.schema().value(),
          edit.name(),
          edit.path().value(),
          edit.path().isRelative());
    }
    insert.send(jdbc);
  }

  void end(List<Edit.EndTable> edits) {
    List<Long> ids = edits.stream().map(edit -> edit.id().value()).toList();
    rows.end("ducklake_table", "table_id", ids, Map.of());
  }

  void dropTables(List<Edit.DropTable> edits) {
    if (edits.isEmpty()) {
      return;
    }
    List<Long> ids = edits.stream().map(edit -> edit.id().value()).toList();
    rows.end("ducklake_table", "table_id", ids, Map.of());
    for (String part : PARTS) {
      rows.endAny(part, "table_id", ids, Map.of());
    }
    rows.endAny("ducklake_tag", "object_id", ids, Map.of());
  }
}
