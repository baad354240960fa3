package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.FieldId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.ColumnSummary;
import io.quacklake.format.file.FileTotals;
import java.util.Map;
import java.util.TreeMap;

/** Sums over a table's files, and rows of {@code ducklake_table_column_stats}. */
public final class SummaryRows {
  private static final String COLUMN_STATS = "ducklake_table_column_stats";
  private static final String COLUMNS =
      """
      SELECT c.column_id, c.contains_null, c.contains_nan, c.min_value, c.max_value, %s
      FROM ducklake_table_column_stats c
      WHERE c.table_id = ?
      """;
  private static final String DATA_FILES =
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(f.record_count), 0) AS records,
        COALESCE(SUM(f.file_size_bytes), 0) AS bytes,
        COALESCE(SUM(CASE WHEN %s THEN 1 ELSE 0 END), 0) AS newer_files
      FROM ducklake_data_file f
      WHERE f.table_id = ? AND %s
      """;
  private static final String DELETE_FILES =
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(f.file_size_bytes), 0) AS bytes
      FROM ducklake_delete_file f
      WHERE f.table_id = ? AND %s
      """
          .formatted(Visible.at("f"));

  private final Jdbc jdbc;
  private final CatalogLayout layout;

  public SummaryRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.layout = layout;
  }

  /** What is noted of a table's columns; one without an entry is unknown. */
  public Map<FieldId, ColumnSummary> columns(TableId table) {
    Map<FieldId, ColumnSummary> summaries = new TreeMap<>();
    if (!layout.has(COLUMN_STATS)) {
      return summaries;
    }
    jdbc.each(
        COLUMNS.formatted(layout.columnOrNull(COLUMN_STATS, "c", "extra_stats")),
        row -> {
          ColumnSummary summary = map(row);
          // Two rows of one column contradict each other: then nothing is known.
          summaries.merge(
              summary.column(), summary, (one, other) -> ColumnSummary.unknown(one.column()));
        },
        table.value());
    return summaries;
  }

  private static ColumnSummary map(Row row) {
    return new ColumnSummary(
        new FieldId(row.number("column_id")),
        row.flagOrNull("contains_null"),
        row.flagOrNull("contains_nan"),
        row.textOrNull("min_value"),
        row.textOrNull("max_value"),
        row.textOrNull("extra_stats"));
  }

  /** Sums over the visible files. */
  public FileTotals files(TableId table, SnapshotId snapshot) {
    record Deletes(long files, long bytes) {}
    Deletes deletes =
        jdbc.first(
                DELETE_FILES,
                row -> new Deletes(row.number("files"), row.number("bytes")),
                table.value(),
                snapshot.value(),
                snapshot.value())
            .orElseThrow();
    return jdbc.first(
            DATA_FILES.formatted(newer(snapshot), Visible.at("f")),
            row ->
                new FileTotals(
                    row.number("files"),
                    row.number("records"),
                    row.number("bytes"),
                    row.number("newer_files"),
                    deletes.files(),
                    deletes.bytes()),
            table.value(),
            snapshot.value(),
            snapshot.value())
        .orElseThrow();
  }

  private String newer(SnapshotId snapshot) {
    boolean asText = layout.has("ducklake_data_file", "partial_file_info");
    boolean asNumber = layout.has("ducklake_data_file", "partial_max");
    return (asText ? "f.partial_file_info IS NOT NULL" : "1 = 0")
        + " OR "
        + (asNumber ? "f.partial_max > " + snapshot.value() : "1 = 0");
  }
}
