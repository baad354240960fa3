package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.TableStats;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.TableColumnStats;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of {@code ducklake_table_stats} and {@code ducklake_table_column_stats}. */
public final class StatsEdits {
  private static final String STATS =
      """
      SELECT s.table_id, s.record_count, s.next_row_id, s.file_size_bytes
      FROM ducklake_table_stats s
      WHERE s.table_id IN (%s)
      """;
  private static final String COLUMN_STATS =
      """
      SELECT s.table_id, s.column_id, s.contains_null, s.contains_nan, s.min_value, s.max_value,
        s.extra_stats
      FROM ducklake_table_column_stats s
      WHERE s.table_id IN (%s)
      """;

  private static final String CHANGE =
      """
      UPDATE ducklake_table_stats SET record_count = ?, next_row_id = ?, file_size_bytes = ?
      WHERE table_id = ?
      """;

  private final Jdbc jdbc;

  public StatsEdits(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** The counters of those of the tables that have any. */
  public Map<TableId, TableStats> of(Collection<TableId> tables) {
    Map<TableId, TableStats> all = new HashMap<>();
    if (tables.isEmpty()) {
      return all;
    }
    jdbc.each(
        STATS.formatted(placeholders(tables)),
        row -> {
          TableId table = new TableId(row.number("table_id"));
          TableStats stats =
              new TableStats(
                  row.number("record_count"),
                  row.number("next_row_id"),
                  row.number("file_size_bytes"));
          if (all.put(table, stats) != null) {
            throw new CorruptLakeException(
                "ducklake_table_stats has several rows for table " + table);
          }
        },
        ids(tables));
    return all;
  }

  /** The column statistics of those of the tables that have any. */
  public Map<TableId, List<TableColumnStats>> columnsOf(Collection<TableId> tables) {
    Map<TableId, List<TableColumnStats>> all = new HashMap<>();
    if (tables.isEmpty()) {
      return all;
    }
    jdbc.each(
        COLUMN_STATS.formatted(placeholders(tables)),
        row ->
            all.computeIfAbsent(new TableId(row.number("table_id")), each -> new ArrayList<>())
                .add(
                    new TableColumnStats(
                        new FieldId(row.number("column_id")),
                        row.flagOrNull("contains_null"),
                        row.flagOrNull("contains_nan"),
                        row.textOrNull("min_value"),
                        row.textOrNull("max_value"),
                        row.textOrNull("extra_stats"))),
        ids(tables));
    all.values().forEach(columns -> columns.sort(Comparator.comparing(TableColumnStats::column)));
    return all;
  }

  private static String placeholders(Collection<TableId> tables) {
    return String.join(", ", Collections.nCopies(tables.size(), "?"));
  }

  private static Object[] ids(Collection<TableId> tables) {
    return tables.stream().map(TableId::value).toArray();
  }

  void put(List<Edit.PutTableStats> edits, Rows rows) {
    Insert tables =
        Insert.into(
            "ducklake_table_stats", "table_id", "record_count", "next_row_id", "file_size_bytes");
    Insert columns =
        Insert.into(
            "ducklake_table_column_stats",
            "table_id",
            "column_id",
            "contains_null",
            "contains_nan",
            "min_value",
            "max_value",
            "extra_stats");
    for (Edit.PutTableStats edit : edits) {
      TableStats stats = edit.stats();
      if (edit.before() == null) {
        tables.row(
            edit.table().value(), stats.recordCount(), stats.nextRowId(), stats.fileSizeBytes());
      } else if (!edit.before().equals(stats)) {
        change(edit.table(), stats);
      }
      rows.delete(
          "ducklake_table_column_stats",
          "column_id",
          edit.gone().stream().map(FieldId::value).sorted().toList(),
          Map.of("table_id", edit.table().value()));
      for (TableColumnStats column : edit.columns()) {
        if (!Rows.canHold(jdbc, column.min()) || !Rows.canHold(jdbc, column.max())) {
          continue; // no row says "unknown"; a row without bounds says "no value so far"
        }
        columns.row(
            edit.table().value(),
            column.column().value(),
            column.containsNull(),
            column.containsNan(),
            column.min(),
            column.max(),
            column.extraStats());
      }
    }
    tables.send(jdbc);
    columns.send(jdbc);
  }

  private void change(TableId table, TableStats stats) {
    int changed =
        jdbc.update(
            CHANGE, stats.recordCount(), stats.nextRowId(), stats.fileSizeBytes(), table.value());
    if (changed != 1) {
      throw new CorruptLakeException(
          "ducklake_table_stats should have one row for table %s, but %d were changed."
              .formatted(table, changed));
    }
  }
}
