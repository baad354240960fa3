package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.SortField;
import java.util.List;
import java.util.Map;

/** Rows of {@code ducklake_partition_*} and {@code ducklake_sort_*}. */
final class SpecEdits {
  private final Jdbc jdbc;
  private final Rows rows;
  private final long snapshot;

  SpecEdits(Jdbc jdbc, Rows rows, SnapshotId snapshot) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.snapshot = snapshot.value();
  }

  /** A spec without columns has a row too: it says that the table is no longer partitioned. */
  void partition(List<Edit.SetPartitioning> edits) {
    List<Long> tables = edits.stream().map(edit -> edit.table().value()).toList();
    rows.endAny("ducklake_partition_info", "table_id", tables, Map.of());
    Insert specs =
        Insert.into(
            "ducklake_partition_info",
            "partition_id",
            "table_id",
            "begin_snapshot",
            "end_snapshot");
    Insert columns =
        Insert.into(
            "ducklake_partition_column",
            "partition_id",
            "table_id",
            "partition_key_index",
            "column_id",
            "transform");
    for (Edit.SetPartitioning edit : edits) {
      specs.row(edit.partitionId(), edit.table().value(), snapshot, null);
      for (PartitionField field : edit.fields()) {
        columns.row(
            edit.partitionId(),
            edit.table().value(),
            (long) field.index(),
            field.column().value(),
            field.transform().toString());
      }
    }
    specs.send(jdbc);
    columns.send(jdbc);
  }

  void sort(List<Edit.SetSortOrder> edits) {
    List<Long> tables = edits.stream().map(edit -> edit.table().value()).toList();
    rows.endAny("ducklake_sort_info", "table_id", tables, Map.of());
    Insert orders =
        Insert.into("ducklake_sort_info", "sort_id", "table_id", "begin_snapshot", "end_snapshot");
    Insert keys =
        Insert.into(
            "ducklake_sort_expression",
            "sort_id",
            "table_id",
            "sort_key_index",
            "expression",
            "dialect",
            "sort_direction",
            "null_order");
    for (Edit.SetSortOrder edit : edits) {
      if (!edit.fields().isEmpty()) {
        orders.row(edit.sortId(), edit.table().value(), snapshot, null);
      }
      for (int i = 0; i < edit.fields().size(); i++) {
        SortField field = edit.fields().get(i);
        keys.row(
            edit.sortId(),
            edit.table().value(),
            (long) i,
            field.expression(),
            field.dialect(),
            field.direction(),
            field.nullOrder());
      }
    }
    orders.send(jdbc);
    keys.send(jdbc);
  }
}
