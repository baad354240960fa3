package io.quacklake.catalog.internal.init;

import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Jdbc.TableColumn;
import io.quacklake.format.FormatVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tables and columns a catalog has. The database is asked, since a catalog may be half way
 * between two versions; the version decides only what a column means.
 */
public final class CatalogLayout {
  private static final List<String> TABLES =
      List.of(
          "ducklake_column",
          "ducklake_column_mapping",
          "ducklake_column_tag",
          "ducklake_data_file",
          "ducklake_delete_file",
          "ducklake_file_column_statistics",
          "ducklake_file_column_stats",
          "ducklake_file_partition_value",
          "ducklake_file_variant_stats",
          "ducklake_inlined_data_tables",
          "ducklake_macro",
          "ducklake_macro_impl",
          "ducklake_macro_parameters",
          "ducklake_metadata",
          "ducklake_name_mapping",
          "ducklake_partition_column",
          "ducklake_partition_info",
          "ducklake_schema",
          "ducklake_schema_versions",
          "ducklake_snapshot",
          "ducklake_snapshot_changes",
          "ducklake_sort_expression",
          "ducklake_sort_info",
          "ducklake_table",
          "ducklake_table_column_stats",
          "ducklake_table_stats",
          "ducklake_tag",
          "ducklake_view",
          "ducklake_view_column_tag");

  private final FormatVersion version;
  private final Map<String, Set<String>> columns;

  private CatalogLayout(FormatVersion version, Map<String, Set<String>> columns) {
    this.version = version;
    this.columns = columns;
  }

  /** The names of the catalog's fixed tables that exist, with their columns. */
  public static Map<String, List<String>> tables(Jdbc jdbc) {
    Map<String, List<String>> tables = new HashMap<>();
    jdbc.columns(TABLES.toArray(String[]::new))
        .forEach(
            (table, columns) ->
                tables.put(table, columns.stream().map(TableColumn::name).toList()));
    return tables;
  }

  public static CatalogLayout of(FormatVersion version, Map<String, List<String>> tables) {
    Map<String, Set<String>> columns = new HashMap<>();
    tables.forEach(
        (table, names) ->
            columns.put(
                table,
                names.stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet())));
    return new CatalogLayout(version, columns);
  }

  public boolean has(String table) {
    return columns.containsKey(table);
  }

  public boolean has(String table, String column) {
    return columns(table).contains(column);
  }

  public Set<String> columns(String table) {
    return columns.getOrDefault(table, Set.of());
  }

  /** {@code alias.column}, or NULL under that name where the catalog has no such column. */
  public String columnOrNull(String table, String alias, String column) {
    return has(table, column) ? alias + "." + column : "NULL AS " + column;
  }

  /** Up to specification 0.2 the table has a longer name. */
  public String fileColumnStats() {
    return has("ducklake_file_column_stats")
        ? "ducklake_file_column_stats"
        : "ducklake_file_column_statistics";
  }

  /** The first columns of an inlined table that is made now; older ones keep theirs. */
  public List<String> inlinedSystemColumns() {
    String prefix = version.isAtLeast(FormatVersion.V1_1_DEV) ? "_ducklake_" : "";
    return List.of(prefix + "row_id", prefix + "begin_snapshot", prefix + "end_snapshot");
  }

  /**
   * Names, in lower case, of which a table with such a column cannot be inlined: those of the
   * system columns, before and after a migration.
   */
  public Set<String> namesNotInlined() {
    return Set.of(
        "row_id",
        "begin_snapshot",
        "end_snapshot",
        "_ducklake_row_id",
        "_ducklake_begin_snapshot",
        "_ducklake_end_snapshot");
  }

  public FormatVersion version() {
    return version;
  }

  /**
   * Specification 0.1 names a partition's column by its 0-based position, later ones by field id.
   */
  public boolean partitionsByPosition() {
    return version == FormatVersion.V0_1;
  }
}
