package io.quacklake.catalog.internal.cleanup;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.LakePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes snapshots, and then all rows that none of those left sees: a row is needed as long as one
 * snapshot lies between its begin and its end. Files of such rows are scheduled for deletion.
 */
public final class SnapshotExpiry {
  private static final int MOST_IDS = 500;

  /** Of a row whose begin and end stand in for the marks. */
  private static final String UNSEEN =
      """
      %1$s.end_snapshot IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ducklake_snapshot s
        WHERE s.snapshot_id >= %1$s.begin_snapshot AND s.snapshot_id < %1$s.end_snapshot)
      """;

  private static final String GONE_TABLES =
      """
      SELECT DISTINCT t.table_id AS id FROM ducklake_table t
      WHERE t.table_id NOT IN (
        SELECT u.table_id FROM ducklake_table u
        WHERE u.end_snapshot IS NULL OR EXISTS (
          SELECT 1 FROM ducklake_snapshot s
          WHERE s.snapshot_id >= u.begin_snapshot AND s.snapshot_id < u.end_snapshot))
      """;

  private static final String PLACES =
      """
      SELECT t.table_id, t.path AS table_path, t.path_is_relative AS table_relative,
        s.path AS schema_path, s.path_is_relative AS schema_relative
      FROM ducklake_table t JOIN ducklake_schema s ON s.schema_id = t.schema_id
      """;

  private static final String FILES =
      "SELECT f.%1$s AS id, f.table_id, f.path, f.path_is_relative FROM %2$s f WHERE %3$s";

  /** What is about data files beside their own rows. */
  private static final List<String> OF_DATA_FILES =
      List.of(
          "ducklake_data_file",
          "ducklake_file_column_stats",
          "ducklake_file_variant_stats",
          "ducklake_file_partition_value");

  /** What is about tables beside their files; tags have their own end. */
  private static final List<String> OF_TABLES =
      List.of(
          "ducklake_table",
          "ducklake_table_stats",
          "ducklake_table_column_stats",
          "ducklake_partition_info",
          "ducklake_partition_column",
          "ducklake_column",
          "ducklake_column_tag",
          "ducklake_sort_info",
          "ducklake_sort_expression",
          "ducklake_schema_versions",
          "ducklake_inlined_data_tables",
          "ducklake_column_mapping");

  private static final List<String> WITH_AN_END =
      List.of(
          "ducklake_schema",
          "ducklake_view",
          "ducklake_tag",
          "ducklake_macro",
          "ducklake_view_column_tag");

  private record GoneFile(long id, LakePath path) {}

  private final Jdbc jdbc;
  private final CatalogLayout layout;

  public SnapshotExpiry(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.layout = layout;
  }

  /**
   * @param snapshots which there are, and not the newest among them
   */
  public void remove(Set<Long> snapshots) {
    delete("ducklake_snapshot", "snapshot_id", snapshots);
    delete("ducklake_snapshot_changes", "snapshot_id", snapshots);
    Map<Long, LakePath> places = places();
    Set<Long> tables = new HashSet<>(jdbc.query(GONE_TABLES, row -> row.number("id")));
    List<GoneFile> dataFiles = files("ducklake_data_file", "data_file_id", tables, places);
    Set<Long> dataFileIds = ids(dataFiles);
    List<GoneFile> deleteFiles = deleteFiles(tables, dataFileIds, places);
    List<String> inlined = inlinedTables(tables);
    OF_DATA_FILES.forEach(table -> delete(table, "data_file_id", dataFileIds));
    delete("ducklake_delete_file", "delete_file_id", ids(deleteFiles));
    schedule(dataFiles);
    schedule(deleteFiles);
    OF_TABLES.forEach(table -> delete(table, "table_id", tables));
    for (String table : WITH_AN_END) {
      if (layout.has(table)) {
        jdbc.update("DELETE FROM " + table + " WHERE " + UNSEEN.formatted(table), List.of());
      }
    }
    deleteUnlessIn("ducklake_macro_impl", "macro_id", "ducklake_macro");
    deleteUnlessIn("ducklake_macro_parameters", "macro_id", "ducklake_macro");
    deleteUnlessIn("ducklake_name_mapping", "mapping_id", "ducklake_column_mapping");
    inlined.forEach(jdbc::dropTable);
  }

  private static Set<Long> ids(List<GoneFile> files) {
    Set<Long> ids = new HashSet<>();
    files.forEach(file -> ids.add(file.id()));
    return ids;
  }

  /** Where tables lie, below the lake's data path or absolute. */
  private Map<Long, LakePath> places() {
    Map<Long, LakePath> places = new HashMap<>();
    jdbc.each(
        PLACES,
        row ->
            places.put(
                row.number("table_id"),
                below(
                    path(row, "schema_path", "schema_relative"),
                    path(row, "table_path", "table_relative"))));
    return places;
  }

  private static LakePath path(Row row, String path, String relative) {
    Boolean isRelative = row.flagOrNull(relative);
    return new LakePath(row.text(path), isRelative == null || isRelative);
  }

  private static LakePath below(LakePath parent, LakePath path) {
    return path.isRelative()
        ? new LakePath(parent.value() + path.value(), parent.isRelative())
        : path;
  }

  /** Files that no snapshot sees, and all of tables that are gone. */
  private List<GoneFile> files(
      String table, String idColumn, Set<Long> tables, Map<Long, LakePath> places) {
    List<GoneFile> files = new ArrayList<>();
    Set<Long> found = new HashSet<>();
    add(FILES.formatted(idColumn, table, UNSEEN.formatted("f")), List.of(), places, found, files);
    for (List<Long> some : chunks(tables)) {
      String where = "f.table_id IN (" + marks(some) + ")";
      add(FILES.formatted(idColumn, table, where), some, places, found, files);
    }
    return files;
  }

  private List<GoneFile> deleteFiles(
      Set<Long> tables, Set<Long> dataFiles, Map<Long, LakePath> places) {
    String table = "ducklake_delete_file";
    List<GoneFile> files = files(table, "delete_file_id", tables, places);
    Set<Long> found = ids(files);
    for (List<Long> some : chunks(dataFiles)) {
      String where = "f.data_file_id IN (" + marks(some) + ")";
      add(FILES.formatted("delete_file_id", table, where), some, places, found, files);
    }
    return files;
  }

  private void add(
      String sql,
      List<Long> binds,
      Map<Long, LakePath> places,
      Set<Long> found,
      List<GoneFile> files) {
    jdbc.each(
        sql,
        row -> {
          long id = row.number("id");
          LakePath place = places.get(row.number("table_id"));
          if (place == null) {
            throw new CorruptLakeException(
                "The file %s is of table %d, of which the catalog says no place."
                    .formatted(row.text("path"), row.number("table_id")));
          }
          if (found.add(id)) {
            files.add(new GoneFile(id, below(place, path(row, "path", "path_is_relative"))));
          }
        },
        binds.toArray());
  }

  private List<String> inlinedTables(Set<Long> tables) {
    List<String> names = new ArrayList<>();
    for (List<Long> some : chunks(tables)) {
      String sql =
          "SELECT table_name FROM ducklake_inlined_data_tables WHERE table_id IN ("
              + marks(some)
              + ")";
      names.addAll(jdbc.query(sql, row -> row.text("table_name"), some.toArray()));
      some.forEach(id -> names.add("ducklake_inlined_delete_" + id));
    }
    return names;
  }

  private void schedule(List<GoneFile> files) {
    Insert scheduled =
        Insert.into(
            "ducklake_files_scheduled_for_deletion",
            "data_file_id",
            "path",
            "path_is_relative",
            "schedule_start");
    for (GoneFile file : files) {
      scheduled.row(file.id(), file.path().value(), file.path().isRelative(), jdbc.dialect().now());
    }
    scheduled.send(jdbc);
  }

  private void delete(String table, String column, Collection<Long> ids) {
    if (!layout.has(table)) {
      return;
    }
    for (List<Long> some : chunks(ids)) {
      jdbc.update(
          "DELETE FROM " + table + " WHERE " + column + " IN (" + marks(some) + ")",
          new ArrayList<>(some));
    }
  }

  private void deleteUnlessIn(String table, String column, String owner) {
    if (layout.has(table) && layout.has(owner)) {
      String sql = "DELETE FROM %1$s WHERE %2$s NOT IN (SELECT o.%2$s FROM %3$s o)";
      jdbc.update(sql.formatted(table, column, owner), List.of());
    }
  }

  private static List<List<Long>> chunks(Collection<Long> ids) {
    List<Long> all = ids.stream().sorted().toList();
    List<List<Long>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST_IDS) {
      chunks.add(all.subList(from, Math.min(all.size(), from + MOST_IDS)));
    }
    return chunks;
  }

  private static String marks(List<Long> ids) {
    return String.join(", ", Collections.nCopies(ids.size(), "?"));
  }
}
