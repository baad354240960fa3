package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.TableId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.schema.NameMapping;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of data files, delete files and name mappings. */
final class FileEdits {
  /** What the catalog says of data files beside their own rows. */
  private static final List<String> OF_DATA_FILES =
      List.of(
          "ducklake_file_column_stats",
          "ducklake_file_variant_stats",
          "ducklake_file_partition_value",
          "ducklake_delete_file");

  private final Jdbc jdbc;
  private final CatalogLayout layout;
  private final Rows rows;

  FileEdits(Jdbc jdbc, CatalogLayout layout, Rows rows) {
    this.jdbc = jdbc;
    this.layout = layout;
    this.rows = rows;
  }

  void end(List<Edit.EndDataFiles> edits) {
    for (Edit.EndDataFiles edit : edits) {
      List<Long> ids = edit.files().stream().map(each -> each.value()).sorted().toList();
      rows.end("ducklake_data_file", "data_file_id", ids, Map.of("table_id", edit.table().value()));
    }
  }

  void add(List<Edit.AddDataFiles> edits) {
    // Columns of later versions stay NULL, as the reference leaves them where it does not know.
    Insert files =
        Insert.into(
            "ducklake_data_file",
            "data_file_id",
            "table_id",
            "begin_snapshot",
            "end_snapshot",
            "file_order",
            "path",
            "path_is_relative",
            "file_format",
            "record_count",
            "file_size_bytes",
            "footer_size",
            "row_id_start",
            "partition_id",
            "encryption_key",
            "mapping_id",
            "partial_max");
    Insert stats =
        Insert.into(
            "ducklake_file_column_stats",
            "data_file_id",
            "table_id",
            "column_id",
            "column_size_bytes",
            "value_count",
            "null_count",
            "min_value",
            "max_value",
            "contains_nan",
            "extra_stats");
    Insert partitions =
        Insert.into(
            "ducklake_file_partition_value",
            "data_file_id",
            "table_id",
            "partition_key_index",
            "partition_value");
    for (Edit.AddDataFiles edit : edits) {
      for (DataFile file : edit.files()) {
        files.row(
            file.id().value(),
            edit.table().value(),
            file.lifespan().begin().value(),
            Rows.snapshotOrNull(file.lifespan().end()),
            null,
            file.path().value(),
            file.path().isRelative(),
            file.format(),
            file.recordCount(),
            file.sizeBytes(),
            file.footerSize(),
            file.rowIdStart(),
            file.partitionId(),
            Rows.keyOrNull(file.encryptionKey()),
            file.mappingId(),
            Rows.snapshotOrNull(file.partialMax()));
        new TreeMap<>(file.partitionValues())
            .forEach(
                (index, value) ->
                    partitions.row(file.id().value(), edit.table().value(), (long) index, value));
        addStats(stats, edit.table(), file);
      }
    }
    files.send(jdbc);
    stats.send(jdbc);
    partitions.send(jdbc);
  }

  private void addStats(Insert insert, TableId table, DataFile file) {
    for (Map.Entry<FieldId, ColumnStats> entry : new TreeMap<>(file.stats()).entrySet()) {
      ColumnStats stats = entry.getValue();
      insert.row(
          file.id().value(),
          table.value(),
          entry.getKey().value(),
          stats.sizeBytes(),
          stats.valueCount(),
          stats.nullCount(),
          Rows.boundOrNull(jdbc, stats.min()),
          Rows.boundOrNull(jdbc, stats.max()),
          stats.containsNan(),
          stats.extraStats());
    }
  }

  void addDeleteFiles(List<Edit.AddDeleteFiles> edits) {
    Insert insert =
        Insert.into(
            "ducklake_delete_file",
            "delete_file_id",
            "table_id",
            "begin_snapshot",
            "end_snapshot",
            "data_file_id",
            "path",
            "path_is_relative",
            "format",
            "delete_count",
            "file_size_bytes",
            "footer_size",
            "encryption_key",
            "partial_max");
    for (Edit.AddDeleteFiles edit : edits) {
      for (DeleteFile file : edit.files()) {
        insert.row(
            file.id().value(),
            edit.table().value(),
            file.lifespan().begin().value(),
            Rows.snapshotOrNull(file.lifespan().end()),
            file.dataFile().value(),
            file.path().value(),
            file.path().isRelative(),
            file.format(),
            file.deleteCount(),
            file.sizeBytes(),
            file.footerSize(),
            Rows.keyOrNull(file.encryptionKey()),
            Rows.snapshotOrNull(file.partialMax()));
      }
    }
    insert.send(jdbc);
  }

  void replaceDataFiles(List<Edit.ReplaceDataFiles> edits) {
    Insert scheduled = scheduled();
    for (Edit.ReplaceDataFiles edit : edits) {
      List<Long> ids = edit.files().keySet().stream().map(FileId::value).sorted().toList();
      Map<String, Object> ofTable = Map.of("table_id", edit.table().value());
      int removed =
          rows.change(
              "DELETE FROM ducklake_data_file",
              List.of(),
              " AND end_snapshot IS NULL",
              "data_file_id",
              ids,
              ofTable);
      if (removed != ids.size()) {
        throw new CorruptLakeException(
            "ducklake_data_file should have an open row for each of the data files %s of table %s, but has %d."
                .formatted(ids, edit.table(), removed));
      }
      for (String table : OF_DATA_FILES) {
        if (layout.has(table)) {
          rows.delete(table, "data_file_id", ids, ofTable);
        }
      }
      for (Map.Entry<FileId, LakePath> file : new TreeMap<>(edit.files()).entrySet()) {
        LakePath path = file.getValue();
        scheduled.row(file.getKey().value(), path.value(), path.isRelative(), jdbc.dialect().now());
      }
    }
    scheduled.send(jdbc);
  }

  private static Insert scheduled() {
    return Insert.into(
        "ducklake_files_scheduled_for_deletion",
        "data_file_id",
        "path",
        "path_is_relative",
        "schedule_start");
  }

  void replaceDeleteFiles(List<Edit.ReplaceDeleteFile> edits) {
    Insert scheduled = scheduled();
    for (Edit.ReplaceDeleteFile edit : edits) {
      int removed =
          rows.delete(
              "ducklake_delete_file",
              "delete_file_id",
              List.of(edit.file().value()),
              Map.of("table_id", edit.table().value()));
      if (removed != 1) {
        throw new CorruptLakeException(
            "ducklake_delete_file should have one row for delete file %s of table %s, not %d."
                .formatted(edit.file(), edit.table(), removed));
      }
      scheduled.row(
          edit.file().value(), edit.path().value(), edit.path().isRelative(), jdbc.dialect().now());
    }
    scheduled.send(jdbc);
  }

  void addMappings(List<Edit.AddNameMapping> edits) {
    Insert mappings = Insert.into("ducklake_column_mapping", "mapping_id", "table_id", "type");
    Insert names =
        Insert.into(
            "ducklake_name_mapping",
            "mapping_id",
            "column_id",
            "source_name",
            "target_field_id",
            "parent_column",
            "is_partition");
    for (Edit.AddNameMapping edit : edits) {
      mappings.row(edit.mapping().id(), edit.table().value(), "map_by_name");
      addNames(names, edit.mapping().id(), edit.mapping().entries(), null, 0);
    }
    mappings.send(jdbc);
    names.send(jdbc);
  }

  /** Ids within a mapping are given depth first; returns the next one. */
  private static long addNames(
      Insert insert,
      long mapping,
      List<NameMapping.Entry> entries,
      @Nullable Long parent,
      long firstId) {
    long next = firstId;
    for (NameMapping.Entry entry : entries) {
      long id = next;
      insert.row(
          mapping, id, entry.sourceName(), entry.target().value(), parent, entry.isPartition());
      next = addNames(insert, mapping, entry.children(), id, id + 1);
    }
    return next;
  }
}
