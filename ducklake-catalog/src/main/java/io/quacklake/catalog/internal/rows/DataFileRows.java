package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.Lifespan;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.file.DataFile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code ducklake_data_file}, a page at a time, each with its statistics and partition
 * values.
 */
public final class DataFileRows {
  private static final String TABLE = "ducklake_data_file";
  private static final int PAGE = 20_000;
  private static final String SELECT =
      """
      SELECT f.data_file_id, f.begin_snapshot, f.end_snapshot, f.path, f.path_is_relative,
        f.file_format, f.record_count, f.file_size_bytes, f.footer_size, f.row_id_start,
        f.partition_id, f.encryption_key, %s, %s, %s
      FROM ducklake_data_file f
      WHERE f.table_id = ? AND %s AND f.data_file_id > ?
      """;
  private static final String IN_PAGES = "ORDER BY f.data_file_id LIMIT %d";

  private final Jdbc jdbc;
  private final String visible;
  private final String between;
  private final FileStatsRows stats;
  private final int page;

  public DataFileRows(Jdbc jdbc, CatalogLayout layout) {
    this(jdbc, layout, PAGE);
  }

  DataFileRows(Jdbc jdbc, CatalogLayout layout, int page) {
    this.jdbc = jdbc;
    this.stats = new FileStatsRows(jdbc, layout);
    this.page = page;
    this.visible = select(layout, Visible.at("f"));
    this.between = select(layout, Visible.between("f"));
  }

  private static String select(CatalogLayout layout, String condition) {
    return SELECT.formatted(
        layout.columnOrNull(TABLE, "f", "mapping_id"),
        layout.columnOrNull(TABLE, "f", "partial_max"),
        layout.columnOrNull(TABLE, "f", "partial_file_info"),
        condition);
  }

  /** Gives each visible file of the table to {@code use}, in the order of their ids. */
  public void each(
      TableId table, SnapshotId snapshot, Set<FieldId> statsFor, Consumer<DataFile> use) {
    each(visible, table, snapshot, snapshot, statsFor, use);
  }

  /**
   * The same with the files that begin at {@code to} or before and end, if at all, at {@code from}
   * or after.
   */
  public void eachBetween(
      TableId table,
      SnapshotId from,
      SnapshotId to,
      Set<FieldId> statsFor,
      Consumer<DataFile> use) {
    each(between, table, to, from, statsFor, use);
  }

  private void each(
      String sql,
      TableId table,
      SnapshotId to,
      SnapshotId from,
      Set<FieldId> statsFor,
      Consumer<DataFile> use) {
    boolean inPages = jdbc.mostRows(TABLE).orElse(Long.MAX_VALUE) > page;
    String query = inPages ? sql + IN_PAGES.formatted(page) : sql;
    long after = Long.MIN_VALUE;
    while (true) {
      List<Entry> entries =
          jdbc.query(query, DataFileRows::map, table.value(), to.value(), from.value(), after);
      entries.sort(Comparator.comparingLong(Entry::id));
      if (entries.isEmpty()) {
        return;
      }
      long first = entries.get(0).id();
      long last = entries.get(entries.size() - 1).id();
      Map<Long, Map<FieldId, ColumnStats>> columnStats =
          stats.columnStats(table, first, last, statsFor);
      Map<Long, Map<Integer, @Nullable String>> partitions =
          entries.stream().allMatch(entry -> entry.bare().partitionId() == null)
              ? Map.of() // values without a spec mean nothing
              : stats.partitionValues(table, first, last);
      for (Entry entry : entries) {
        if (entry.id() <= after) {
          throw new CorruptLakeException(
              "ducklake_data_file has the data_file_id " + entry.id() + " twice.");
        }
        after = entry.id();
        use.accept(
            entry.file(
                partitions.getOrDefault(after, Map.of()),
                columnStats.getOrDefault(after, Map.of())));
      }
      if (!inPages || entries.size() < page) {
        return;
      }
    }
  }

  /** A row without what other tables say of the file. */
  private record Entry(long id, DataFile bare) {
    DataFile file(
        Map<Integer, @Nullable String> partitionValues, Map<FieldId, ColumnStats> columnStats) {
      return partitionValues.isEmpty() && columnStats.isEmpty()
          ? bare
          : new DataFile(
              bare.id(),
              bare.path(),
              bare.format(),
              bare.recordCount(),
              bare.sizeBytes(),
              bare.footerSize(),
              bare.rowIdStart(),
              bare.lifespan(),
              bare.partitionId(),
              partitionValues,
              bare.encryptionKey(),
              bare.mappingId(),
              bare.partialMax(),
              bare.partialFileInfo(),
              columnStats);
    }
  }

  private static Entry map(Row row) {
    long id = row.number("data_file_id");
    return new Entry(
        id,
        new DataFile(
            new FileId(id),
            filePath(row),
            row.text("file_format"),
            row.number("record_count"),
            row.number("file_size_bytes"),
            row.numberOrNull("footer_size"),
            row.numberOrNull("row_id_start"),
            lifespan(row),
            row.numberOrNull("partition_id"),
            Map.of(),
            Keys.of(row),
            row.numberOrNull("mapping_id"),
            snapshotOrNull(row, "partial_max"),
            row.textOrNull("partial_file_info"),
            Map.of()));
  }

  static LakePath filePath(Row row) {
    Boolean relative = row.flagOrNull("path_is_relative");
    return new LakePath(row.text("path"), relative == null || relative);
  }

  static Lifespan lifespan(Row row) {
    return new Lifespan(
        new SnapshotId(row.number("begin_snapshot")), snapshotOrNull(row, "end_snapshot"));
  }

  static @Nullable SnapshotId snapshotOrNull(Row row, String label) {
    Long value = row.numberOrNull(label);
    return value == null ? null : new SnapshotId(value);
  }
}
