package io.quacklake.catalog.commit;

import io.quacklake.catalog.TableStats;
import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.SchemaId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.SortedLongs;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.format.type.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a commit does to the rows of the catalog. Ids are final. "Begins" and "ends" mean
 * at the snapshot of the commit. The database sees edits of one kind of one table together.
 */
public sealed interface Edit {

  /** A schema begins. */
  record CreateSchema(SchemaId id, String uuid, String name, LakePath path) implements Edit {}

  /** A schema ends; its tables and views are ended by edits of their own. */
  record DropSchema(SchemaId id) implements Edit {}

  /** A table's row begins: of a new table, or of a renamed one under its old id, uuid and path. */
  record BeginTable(TableId id, String uuid, SchemaId schema, String name, LakePath path)
      implements Edit {}

  /** Only the table's own row ends, since another one begins. */
  record EndTable(TableId id) implements Edit {}

  /** The table ends, with its columns, tags, specs, data files and delete files. */
  record DropTable(TableId id) implements Edit {}

  /** Columns begin, nested ones included. */
  record BeginColumns(TableId table, List<NewColumn> columns) implements Edit {}

  /** Columns end; those nested in them are named too. */
  record EndColumns(TableId table, Set<FieldId> columns) implements Edit {}

  /** The table's partition spec ends and this one begins; without fields it is unpartitioned. */
  record SetPartitioning(TableId table, long partitionId, List<PartitionField> fields)
      implements Edit {}

  /** The table's sort order ends and this one begins; without fields none begins. */
  record SetSortOrder(TableId table, long sortId, List<SortField> fields) implements Edit {}

  /** The rows of {@code ducklake_schema_versions}: the table's schema changes in this commit. */
  record ChangeTableSchema(TableId table) implements Edit {}

  /**
   * A view's row begins.
   *
   * @param view its comment is not written: that is a tag
   */
  record BeginView(ViewInfo view, String uuid) implements Edit {}

  /** A view's row ends. */
  record EndView(long id, Tags tags) implements Edit {
    /** Whether the tags of what ends stay, for a row that follows it, or end too. */
    public enum Tags {
      KEPT,
      ENDED
    }
  }

  /**
   * The tag of that key ends, if there is one, and this one begins.
   *
   * @param objectId of a table or view
   * @param value may be null, as the reference writes the end of a comment
   */
  record SetTag(long objectId, String key, @Nullable String value) implements Edit {}

  /** The same for a column. */
  record SetColumnTag(TableId table, FieldId column, String key, @Nullable String value)
      implements Edit {}

  /**
   * A table for inlined rows is made and registered, for the schema version of the commit.
   *
   * @param fields the table's columns, all of types that the dialect can inline
   */
  record CreateInlinedTable(TableId table, List<Field> fields) implements Edit {}

  /** Name mappings of added files; ids of files and mappings are of one sequence. */
  record AddNameMapping(TableId table, NameMapping mapping) implements Edit {}

  /**
   * Data files begin, with their statistics and partition values.
   *
   * @param files complete rows; a lifespan that has ended, or begins before the commit, is written
   *     as it is
   */
  record AddDataFiles(TableId table, List<DataFile> files) implements Edit {
    public AddDataFiles {
      files = List.copyOf(files);
    }
  }

  /** Data files end: all their rows are deleted. */
  record EndDataFiles(TableId table, Set<FileId> files) implements Edit {}

  /** Delete files begin; their lifespans are written as they are. */
  record AddDeleteFiles(TableId table, List<DeleteFile> files) implements Edit {
    public AddDeleteFiles {
      files = List.copyOf(files);
    }
  }

  /**
   * The row of a delete file is removed, since another file has its deletes with the snapshots of
   * each; the file is scheduled for deletion.
   *
   * @param path below the lake's data path, or absolute
   */
  record ReplaceDeleteFile(TableId table, FileId file, LakePath path) implements Edit {}

  /**
   * Data files are removed with all that the catalog says of them, since another file has their
   * rows with the snapshot of each; they are scheduled for deletion.
   *
   * @param files where they lie, below the lake's data path or absolute
   */
  record ReplaceDataFiles(TableId table, Map<FileId, LakePath> files) implements Edit {
    public ReplaceDataFiles {
      files = Map.copyOf(files);
    }
  }

  /**
   * Rows are inlined.
   *
   * @param tableName the inlined table
   * @param fields those of the inlined table that the values are of, in their order
   */
  record InsertInlinedRows(String tableName, List<Field> fields, List<NewInlinedRow> rows)
      implements Edit {
    public InsertInlinedRows {
      fields = List.copyOf(fields);
      rows = List.copyOf(rows);
    }
  }

  /**
   * One inlined row.
   *
   * @param values in the Java forms of {@code ValueCodec}, one for each field
   */
  record NewInlinedRow(long rowId, List<@Nullable Object> values) {}

  /** Inlined rows end that have not ended and did not begin in this commit. */
  record EndInlinedRows(String tableName, SortedLongs rowIds) implements Edit {}

  /** Positions of a data file are deleted by rows of the catalog. */
  record DeleteInlined(TableId table, FileId file, SortedLongs positions) implements Edit {}

  /**
   * The table's statistics change.
   *
   * @param before the counters that are there; null if there are none
   * @param gone columns whose rows go
   * @param columns new rows, of columns that have none or whose rows go
   */
  record PutTableStats(
      TableId table,
      @Nullable TableStats before,
      TableStats stats,
      Set<FieldId> gone,
      List<TableColumnStats> columns)
      implements Edit {
    public PutTableStats {
      gone = Set.copyOf(gone);
      columns = List.copyOf(columns);
    }

    /**
     * Those that make one state of another.
     *
     * @param columnsBefore all columns that have a row
     * @param columns all columns that shall have one
     */
    public static PutTableStats of(
        TableId table,
        @Nullable TableStats before,
        List<TableColumnStats> columnsBefore,
        TableStats stats,
        List<TableColumnStats> columns) {
      Set<TableColumnStats> old = new HashSet<>(columnsBefore);
      Set<TableColumnStats> kept = new HashSet<>(columns);
      kept.retainAll(old);
      return new PutTableStats(
          table,
          before,
          stats,
          old.stream()
              .filter(each -> !kept.contains(each))
              .map(TableColumnStats::column)
              .collect(Collectors.toSet()),
          columns.stream().filter(each -> !kept.contains(each)).toList());
    }
  }
}
