package io.quacklake.catalog.internal.init;

import static io.quacklake.catalog.dialect.CatalogType.BIGINT;
import static io.quacklake.catalog.dialect.CatalogType.BOOLEAN;
import static io.quacklake.catalog.dialect.CatalogType.TIMESTAMPTZ;
import static io.quacklake.catalog.dialect.CatalogType.UUID;
import static io.quacklake.catalog.dialect.CatalogType.VARCHAR;

import io.quacklake.catalog.dialect.CatalogType;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.format.FormatVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a new catalog. The order of the columns is part of the format: the reference
 * inserts by position.
 */
final class CatalogTables {
  private final Dialect dialect;
  private final List<Definition> definitions = new ArrayList<>();

  /**
   * A table.
   *
   * @param columns with their types
   */
  record Definition(String name, List<String> columns) {}

  private CatalogTables(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The tables of specification 1.0 or 1.1-dev1; the first says whether there is a lake. */
  static List<Definition> definitions(FormatVersion version, Dialect dialect) {
    CatalogTables tables = new CatalogTables(dialect);
    tables.add(version.isAtLeast(FormatVersion.V1_1_DEV));
    return tables.definitions;
  }

  private void add(boolean withRowGroups) {
    lake();
    objects();
    Table dataFile =
        table("ducklake_data_file")
            .key("data_file_id")
            .with(BIGINT, "table_id", "begin_snapshot", "end_snapshot", "file_order")
            .with(VARCHAR, "path")
            .with(BOOLEAN, "path_is_relative")
            .with(VARCHAR, "file_format")
            .with(BIGINT, "record_count", "file_size_bytes", "footer_size", "row_id_start")
            .with(BIGINT, "partition_id")
            .with(VARCHAR, "encryption_key")
            .with(BIGINT, "mapping_id", "partial_max");
    Table deleteFile =
        table("ducklake_delete_file")
            .key("delete_file_id")
            .with(BIGINT, "table_id", "begin_snapshot", "end_snapshot", "data_file_id")
            .with(VARCHAR, "path")
            .with(BOOLEAN, "path_is_relative")
            .with(VARCHAR, "format")
            .with(BIGINT, "delete_count", "file_size_bytes", "footer_size")
            .with(VARCHAR, "encryption_key")
            .with(BIGINT, "partial_max");
    if (withRowGroups) {
      dataFile.with(BIGINT, "row_group_count");
      deleteFile.with(BIGINT, "row_group_count");
      table("ducklake_view_column_tag")
          .with(BIGINT, "view_id")
          .with(VARCHAR, "column_name")
          .with(BIGINT, "begin_snapshot", "end_snapshot")
          .with(VARCHAR, "key", "value")
          .done();
    }
    dataFile.done();
    deleteFile.done();
    statistics();
    specs();
    inlinedAndMapped();
    macros();
  }

  private void lake() {
    table("ducklake_metadata")
        .required("key", "value")
        .with(VARCHAR, "scope")
        .with(BIGINT, "scope_id")
        .done();
    table("ducklake_snapshot")
        .key("snapshot_id")
        .with(TIMESTAMPTZ, "snapshot_time")
        .with(BIGINT, "schema_version", "next_catalog_id", "next_file_id")
        .done();
    table("ducklake_snapshot_changes")
        .key("snapshot_id")
        .with(VARCHAR, "changes_made", "author", "commit_message", "commit_extra_info")
        .done();
    table("ducklake_schema_versions")
        .with(BIGINT, "begin_snapshot", "schema_version", "table_id")
        .done();
  }

  private void objects() {
    table("ducklake_schema")
        .key("schema_id")
        .with(UUID, "schema_uuid")
        .with(BIGINT, "begin_snapshot", "end_snapshot")
        .with(VARCHAR, "schema_name", "path")
        .with(BOOLEAN, "path_is_relative")
        .done();
    table("ducklake_table")
        .with(BIGINT, "table_id")
        .with(UUID, "table_uuid")
        .with(BIGINT, "begin_snapshot", "end_snapshot", "schema_id")
        .with(VARCHAR, "table_name", "path")
        .with(BOOLEAN, "path_is_relative")
        .done();
    table("ducklake_view")
        .with(BIGINT, "view_id")
        .with(UUID, "view_uuid")
        .with(BIGINT, "begin_snapshot", "end_snapshot", "schema_id")
        .with(VARCHAR, "view_name", "dialect", "sql", "column_aliases")
        .done();
    table("ducklake_tag")
        .with(BIGINT, "object_id", "begin_snapshot", "end_snapshot")
        .with(VARCHAR, "key", "value")
        .done();
    table("ducklake_column_tag")
        .with(BIGINT, "table_id", "column_id", "begin_snapshot", "end_snapshot")
        .with(VARCHAR, "key", "value")
        .done();
    table("ducklake_column")
        .with(BIGINT, "column_id", "begin_snapshot", "end_snapshot", "table_id", "column_order")
        .with(VARCHAR, "column_name", "column_type", "initial_default", "default_value")
        .with(BOOLEAN, "nulls_allowed")
        .with(BIGINT, "parent_column")
        .with(VARCHAR, "default_value_type", "default_value_dialect")
        .done();
  }

  private void statistics() {
    table("ducklake_file_column_stats")
        .with(BIGINT, "data_file_id", "table_id", "column_id", "column_size_bytes")
        .with(BIGINT, "value_count", "null_count")
        .with(VARCHAR, "min_value", "max_value")
        .with(BOOLEAN, "contains_nan")
        .with(VARCHAR, "extra_stats")
        .done();
    table("ducklake_file_variant_stats")
        .with(BIGINT, "data_file_id", "table_id", "column_id")
        .with(VARCHAR, "variant_path", "shredded_type")
        .with(BIGINT, "column_size_bytes", "value_count", "null_count")
        .with(VARCHAR, "min_value", "max_value")
        .with(BOOLEAN, "contains_nan")
        .with(VARCHAR, "extra_stats")
        .done();
    table("ducklake_table_stats")
        .with(BIGINT, "table_id", "record_count", "next_row_id", "file_size_bytes")
        .done();
    table("ducklake_table_column_stats")
        .with(BIGINT, "table_id", "column_id")
        .with(BOOLEAN, "contains_null", "contains_nan")
        .with(VARCHAR, "min_value", "max_value", "extra_stats")
        .done();
  }

  private void specs() {
    table("ducklake_partition_info")
        .with(BIGINT, "partition_id", "table_id", "begin_snapshot", "end_snapshot")
        .done();
    table("ducklake_partition_column")
        .with(BIGINT, "partition_id", "table_id", "partition_key_index", "column_id")
        .with(VARCHAR, "transform")
        .done();
    table("ducklake_file_partition_value")
        .with(BIGINT, "data_file_id", "table_id", "partition_key_index")
        .with(VARCHAR, "partition_value")
        .done();
    table("ducklake_sort_info")
        .with(BIGINT, "sort_id", "table_id", "begin_snapshot", "end_snapshot")
        .done();
    table("ducklake_sort_expression")
        .with(BIGINT, "sort_id", "table_id", "sort_key_index")
        .with(VARCHAR, "expression", "dialect", "sort_direction", "null_order")
        .done();
  }

  private void inlinedAndMapped() {
    table("ducklake_files_scheduled_for_deletion")
        .with(BIGINT, "data_file_id")
        .with(VARCHAR, "path")
        .with(BOOLEAN, "path_is_relative")
        .with(TIMESTAMPTZ, "schedule_start")
        .done();
    table("ducklake_inlined_data_tables")
        .with(BIGINT, "table_id")
        .with(VARCHAR, "table_name")
        .with(BIGINT, "schema_version")
        .done();
    table("ducklake_column_mapping")
        .with(BIGINT, "mapping_id", "table_id")
        .with(VARCHAR, "type")
        .done();
    table("ducklake_name_mapping")
        .with(BIGINT, "mapping_id", "column_id")
        .with(VARCHAR, "source_name")
        .with(BIGINT, "target_field_id", "parent_column")
        .with(BOOLEAN, "is_partition")
        .done();
  }

  private void macros() {
    table("ducklake_macro")
        .with(BIGINT, "schema_id", "macro_id")
        .with(VARCHAR, "macro_name")
        .with(BIGINT, "begin_snapshot", "end_snapshot")
        .done();
    table("ducklake_macro_impl")
        .with(BIGINT, "macro_id", "impl_id")
        .with(VARCHAR, "dialect", "sql", "type")
        .done();
    table("ducklake_macro_parameters")
        .with(BIGINT, "macro_id", "impl_id", "column_id")
        .with(VARCHAR, "parameter_name", "parameter_type", "default_value", "default_value_type")
        .done();
  }

  private Table table(String name) {
    return new Table(name);
  }

  /** One table as it is put together. */
  private final class Table {
    private final String name;
    private final List<String> columns = new ArrayList<>();

    Table(String name) {
      this.name = name;
    }

    Table key(String column) {
      columns.add(column + " " + dialect.columnType(BIGINT) + " PRIMARY KEY");
      return this;
    }

    Table required(String... names) {
      for (String column : names) {
        columns.add(dialect.quote(column) + " " + dialect.columnType(VARCHAR) + " NOT NULL");
      }
      return this;
    }

    Table with(CatalogType type, String... names) {
      for (String column : names) {
        columns.add(dialect.quote(column) + " " + dialect.columnType(type));
      }
      return this;
    }

    void done() {
      definitions.add(new Definition(name, columns));
    }
  }
}
