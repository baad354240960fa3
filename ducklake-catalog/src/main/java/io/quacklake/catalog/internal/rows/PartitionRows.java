package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ducklake_partition_info} and {@code ducklake_sort_info} with their columns. */
public final class PartitionRows {
  /** The id of the spec of a table that never had one. */
  public static final long NO_SPEC = -1;

  // A spec without columns is how the end of partitioning is stored.
  private static final String SPECS =
      """
      SELECT i.partition_id, i.begin_snapshot, c.partition_key_index, c.column_id,
        c.transform AS transform_text
      FROM ducklake_partition_info i
      LEFT JOIN ducklake_partition_column c
        ON c.partition_id = i.partition_id AND c.table_id = i.table_id
      WHERE i.table_id = ?
      ORDER BY i.partition_id, c.partition_key_index
      """;
  private static final String VISIBLE_SPEC =
      """
      SELECT MAX(i.partition_id) AS partition_id
      FROM ducklake_partition_info i
      WHERE i.table_id = ? AND %s
      """
          .formatted(Visible.at("i"));
  private static final String SORT_ORDER =
      """
      SELECT e.expression, e.dialect, e.sort_direction, e.null_order
      FROM ducklake_sort_expression e
      WHERE e.table_id = ? AND e.sort_id =
        (SELECT MAX(i.sort_id) FROM ducklake_sort_info i WHERE i.table_id = ? AND %s)
      ORDER BY e.sort_key_index
      """
          .formatted(Visible.at("i"));

  private final Jdbc jdbc;
  private final CatalogLayout layout;
  private final ColumnRows columns;

  public PartitionRows(Jdbc jdbc, CatalogLayout layout, ColumnRows columns) {
    this.jdbc = jdbc;
    this.layout = layout;
    this.columns = columns;
  }

  /** All specs that the table ever had, by id. */
  public Map<Long, PartitionSpec> all(TableId table) {
    if (jdbc.isKnownEmpty("ducklake_partition_info")) {
      return Map.of();
    }
    Map<Long, List<PartitionField>> fields = new TreeMap<>();
    jdbc.each(
        SPECS,
        row -> {
          List<PartitionField> spec =
              fields.computeIfAbsent(row.number("partition_id"), each -> new ArrayList<>());
          Long index = row.numberOrNull("partition_key_index");
          if (index != null) {
            spec.add(
                new PartitionField(
                    Math.toIntExact(index),
                    column(table, row.number("begin_snapshot"), row.number("column_id")),
                    Transform.parse(row.text("transform_text"))));
          }
        },
        table.value());
    Map<Long, PartitionSpec> specs = new TreeMap<>();
    fields.forEach((id, spec) -> specs.put(id, new PartitionSpec(id, spec)));
    return specs;
  }

  /** The spec of new files at a snapshot; no fields if the table is not partitioned. */
  public PartitionSpec at(TableId table, SnapshotId snapshot) {
    PartitionSpec none = new PartitionSpec(NO_SPEC, List.of());
    if (jdbc.isKnownEmpty("ducklake_partition_info")) {
      return none;
    }
    long id =
        jdbc.first(
                VISIBLE_SPEC,
                row -> orNone(row.numberOrNull("partition_id")),
                table.value(),
                snapshot.value(),
                snapshot.value())
            .orElse(NO_SPEC);
    return id == NO_SPEC ? none : all(table).getOrDefault(id, none);
  }

  /** The keys by which files are sorted; empty if the table is not sorted. */
  public List<SortField> sortOrder(TableId table, SnapshotId snapshot) {
    if (!layout.has("ducklake_sort_info") || jdbc.isKnownEmpty("ducklake_sort_info")) {
      return List.of();
    }
    return jdbc.query(
        SORT_ORDER,
        row ->
            new SortField(
                row.text("expression"),
                row.text("dialect"),
                row.text("sort_direction"),
                row.text("null_order")),
        table.value(),
        table.value(),
        snapshot.value(),
        snapshot.value());
  }

  private static long orNone(@Nullable Long id) {
    return id == null ? NO_SPEC : id;
  }

  private FieldId column(TableId table, long begin, long stored) {
    if (!layout.partitionsByPosition()) {
      return new FieldId(stored);
    }
    List<Column> topLevel = columns.of(table, new SnapshotId(begin));
    if (stored < 0 || stored >= topLevel.size()) {
      throw new CorruptLakeException(
          "Table %s is partitioned by its column %d, but has %d columns."
              .formatted(table, stored, topLevel.size()));
    }
    return topLevel.get((int) stored).id();
  }
}
