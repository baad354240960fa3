package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.format.FieldId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.ColumnStats;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statistics and partition values of a range of data files. */
final class FileStatsRows {
  private static final String STATS =
      """
      SELECT s.data_file_id, s.column_id, s.column_size_bytes, s.value_count, s.null_count,
        s.min_value, s.max_value, s.contains_nan, %s
      FROM %s s
      WHERE s.table_id = ? AND s.data_file_id >= ? AND s.data_file_id <= ?
        AND s.column_id IN (%s)
      """;
  private static final String PARTITION_VALUES =
      """
      SELECT p.data_file_id, p.partition_key_index, p.partition_value
      FROM ducklake_file_partition_value p
      WHERE p.table_id = ? AND p.data_file_id >= ? AND p.data_file_id <= ?
      """;

  private final Jdbc jdbc;
  private final CatalogLayout layout;

  FileStatsRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.layout = layout;
  }

  /** By file and column; both bounds are inclusive. */
  Map<Long, Map<FieldId, ColumnStats>> columnStats(
      TableId table, long first, long last, Set<FieldId> columns) {
    Map<Long, Map<FieldId, ColumnStats>> stats = new HashMap<>();
    if (columns.isEmpty()) {
      return stats;
    }
    String statsTable = layout.fileColumnStats();
    String sql =
        STATS.formatted(
            layout.columnOrNull(statsTable, "s", "extra_stats"),
            statsTable,
            // Numbers, not parameters: databases limit how many of those a statement has.
            columns.stream().map(FieldId::toString).collect(Collectors.joining(", ")));
    jdbc.each(
        sql,
        row ->
            stats
                .computeIfAbsent(row.number("data_file_id"), each -> new HashMap<>())
                .put(new FieldId(row.number("column_id")), map(row)),
        table.value(),
        first,
        last);
    return stats;
  }

  /** By file and key index. */
  Map<Long, Map<Integer, @Nullable String>> partitionValues(TableId table, long first, long last) {
    Map<Long, Map<Integer, @Nullable String>> values = new HashMap<>();
    jdbc.each(
        PARTITION_VALUES,
        row ->
            values
                .computeIfAbsent(row.number("data_file_id"), each -> new HashMap<>())
                .put(
                    Math.toIntExact(row.number("partition_key_index")),
                    row.textOrNull("partition_value")),
        table.value(),
        first,
        last);
    return values;
  }

  private static ColumnStats map(Row row) {
    return new ColumnStats(
        row.numberOrNull("column_size_bytes"),
        row.numberOrNull("value_count"),
        row.numberOrNull("null_count"),
        row.textOrNull("min_value"),
        row.textOrNull("max_value"),
        row.flagOrNull("contains_nan"),
        row.textOrNull("extra_stats"));
  }
}
