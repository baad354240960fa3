package io.quacklake.transact.internal.maintain;

import io.quacklake.format.FieldId;
import io.quacklake.format.LakePath;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.Field;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.sort.SortExpression;
import io.quacklake.transact.internal.stage.StagedCompaction;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedFile.RowIds;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.InternalColumns;
import io.quacklake.transact.internal.write.RowSink;
import io.quacklake.transact.internal.write.WriteContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of several data files to one, each with the snapshot that wrote it. Where ids of
 * rows do not follow from their order in the new file, each row has its own.
 */
final class FileMerger {
  private final TableTarget target;
  private final SourceRows sources;
  private final WriteContext context;

  /**
   * @param target the table as it is now: its latest sort order counts
   */
  FileMerger(TableTarget target, SourceRows sources, WriteContext context) {
    this.target = target;
    this.sources = sources;
    this.context = context;
  }

  /** Writes one file; empty if there are no rows. After an error nothing is left behind. */
  Optional<StagedCompaction> merge(MergeGroup group) {
    List<SortField> order = sortOrder(group.columns());
    Long start = order.isEmpty() ? rowIdStart(group) : null;
    List<Column> written = new ArrayList<>(group.columns());
    List<VirtualColumn> virtual = new ArrayList<>();
    if (start == null) {
      written.add(internal(InternalColumns.ROW_ID));
      virtual.add(VirtualColumn.ROW_ID);
    }
    written.add(internal(InternalColumns.SNAPSHOT_ID));
    virtual.add(VirtualColumn.SNAPSHOT_ID);
    String directory = group.directory();
    try (ArrowReader rows = sources.open(group.sources(), group.columns(), virtual);
        RowSink sink = new RowSink(oneFile(directory, written, order), RowIds.ASSIGNED, context)) {
      while (rows.loadNextBatch()) {
        VectorSchemaRoot batch = rows.getVectorSchemaRoot();
        sink.write(new TableBatch(batch.getFieldVectors(), List.of(), batch.getRowCount()));
      }
      return staged(group, directory, sink.finish(), start);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private @Nullable Long rowIdStart(MergeGroup group) {
    Long start = group.rowIdStart();
    return start == null || group.sources().stream().anyMatch(sources::hasRowIds) ? null : start;
  }

  private static Column internal(Field field) {
    return new Column(field, DefaultValue.NULL, null);
  }

  /** The table's sort keys by the names that the columns had; none if one cannot be told. */
  private List<SortField> sortOrder(List<Column> then) {
    Map<FieldId, String> names = new HashMap<>();
    then.forEach(column -> names.put(column.id(), column.name()));
    List<SortField> keys = new ArrayList<>();
    for (SortField key : target.sortOrder()) {
      List<FieldId> missing = new ArrayList<>();
      String expression =
          SortExpression.read(key.expression(), target.columns())
              .map(
                  read ->
                      read.sql(
                          id -> {
                            String name = names.get(id);
                            if (name == null) {
                              missing.add(id);
                            }
                            return name == null ? "" : name;
                          }))
              .orElse(null);
      if (expression == null || !missing.isEmpty()) {
        return List.of();
      }
      keys.add(new SortField(expression, key.dialect(), key.direction(), key.nullOrder()));
    }
    return keys;
  }

  /** The table with these columns and all of its rows in one file of that directory. */
  private TableTarget oneFile(String directory, List<Column> columns, List<SortField> order) {
    Map<String, String> options = new HashMap<>(target.options());
    options.put("target_file_size", Long.toString(Long.MAX_VALUE));
    options.put("data_inlining_row_limit", "0");
    options.put("sort_on_insert", "true");
    return new TableTarget(
        target.ref(),
        target.location() + directory,
        columns,
        new PartitionSpec(-1, List.of()),
        order,
        options,
        target.encryption(),
        target.version(),
        TableTarget.Inlining.IMPOSSIBLE);
  }

  private static Optional<StagedCompaction> staged(
      MergeGroup group, String directory, StagedInsert written, @Nullable Long rowIdStart) {
    if (written.files().isEmpty()) {
      return Optional.empty();
    }
    StagedFile file = written.files().get(0);
    StagedFile placed =
        new StagedFile(
            file.location(),
            new LakePath(directory + file.path().value(), true),
            file.origin(),
            file.rowIds(),
            file.recordCount(),
            file.sizeBytes(),
            file.footerSize(),
            group.first().partitionId(),
            group.first().partitionValues(),
            file.encryptionKey(),
            null,
            file.stats());
    return Optional.of(
        new StagedCompaction(
            group.sources().stream().map(source -> source.file()).toList(),
            placed,
            group.first().lifespan().begin(),
            group.newest(),
            rowIdStart));
  }
}
