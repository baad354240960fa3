package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.TableStats;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of {@code ducklake_table} and {@code ducklake_table_stats}. */
public final class TableRows {
  private static final String TABLE = "ducklake_table";
  // A drop that races with a rename leaves a table without columns behind (pitfalls P12).
  private static final String VISIBLE =
      """
      SELECT t.table_id, t.table_uuid, t.schema_id, t.table_name, %s, %s
      FROM ducklake_table t
      WHERE %s
        AND t.table_id IN (SELECT c.table_id FROM ducklake_column c WHERE %s)
      ORDER BY t.table_name
      """;
  private static final String STATS =
      """
      SELECT s.record_count, s.next_row_id, s.file_size_bytes
      FROM ducklake_table_stats s
      WHERE s.table_id = ?
      """;

  private final Jdbc jdbc;
  private final String visible;

  public TableRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.visible =
        VISIBLE.formatted(
            layout.columnOrNull(TABLE, "t", "path"),
            layout.columnOrNull(TABLE, "t", "path_is_relative"),
            Visible.at("t"),
            Visible.at("c"));
  }

  /** The tables of a snapshot that lie in one of {@code schemas}, the snapshot's schemas. */
  public List<TableInfo> at(SnapshotId snapshot, List<SchemaInfo> schemas) {
    Map<SchemaId, SchemaInfo> byId = new HashMap<>();
    schemas.forEach(schema -> byId.put(schema.id(), schema));
    Map<Long, String> comments = Tags.ofObjects(jdbc, snapshot);
    List<TableInfo> tables = new ArrayList<>();
    jdbc.each(
        visible,
        row -> {
          SchemaInfo schema = byId.get(new SchemaId(row.number("schema_id")));
          if (schema != null) { // as the reference's join: a dropped schema takes its tables along
            tables.add(map(row, schema, comments));
          }
        },
        snapshot.value(),
        snapshot.value(),
        snapshot.value(),
        snapshot.value());
    return tables;
  }

  public Optional<TableStats> stats(TableId table) {
    List<TableStats> rows =
        jdbc.query(
            STATS,
            row ->
                new TableStats(
                    row.number("record_count"),
                    row.number("next_row_id"),
                    row.number("file_size_bytes")),
            table.value());
    if (rows.size() > 1) {
      throw new CorruptLakeException("ducklake_table_stats has several rows for table " + table);
    }
    return rows.stream().findFirst();
  }

  private static TableInfo map(Row row, SchemaInfo schema, Map<Long, String> comments) {
    long id = row.number("table_id");
    return new TableInfo(
        new TableId(id),
        row.text("table_uuid"),
        schema,
        row.text("table_name"),
        SchemaRows.path(row),
        comments.get(id));
  }
}
