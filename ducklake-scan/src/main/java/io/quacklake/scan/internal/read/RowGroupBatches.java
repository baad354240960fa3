package io.quacklake.scan.internal.read;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.type.Field;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.scan.internal.arrow.Gather;
import io.quacklake.scan.internal.batches.Batch;
import io.quacklake.scan.internal.batches.BatchSource;
import io.quacklake.scan.internal.columns.SourceField;
import io.quacklake.scan.internal.filter.RowMask;
import io.quacklake.scan.internal.filter.VectorFilter;
import io.quacklake.scan.internal.parquet.ColumnReader;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.Selection;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * One row group, a slice of rows at a time: first what decides which rows are wanted (deletes,
 * snapshot ids, the filter's columns), then only the wanted rows of the other columns.
 */
final class RowGroupBatches implements BatchSource {
  private final OpenedFile file;
  private final RowGroup group;
  private final ScanContext context;
  private final RowRanges ranges;
  private final BufferAllocator allocator;
  private final List<LazyColumn> filterColumns = new ArrayList<>();
  private final List<LazyColumn> outputColumns = new ArrayList<>();
  private final Map<Field, LazyColumn> byField = new HashMap<>();
  private @Nullable ColumnReader snapshotIds;
  private @Nullable ColumnReader rowIds;
  private final RowSelection selection;
  private final long end;
  private boolean outputFetched;
  private long position;

  RowGroupBatches(
      OpenedFile file,
      RowGroup group,
      RowRanges ranges,
      RowSelection selection,
      ScanContext context) {
    this.file = file;
    this.group = group;
    this.context = context;
    this.ranges = ranges;
    this.allocator = context.allocator();
    this.selection = selection;
    this.end = selection.candidates(group);
    file.retain();
    try {
      openColumns();
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private void openColumns() {
    BoundPredicate filter = context.rowFilterApplies() ? context.scan().filter() : null;
    if (filter != null) {
      for (Field field : VectorFilter.columns(filter)) {
        filterColumns.add(column(field));
      }
    }
    for (Field field : context.scan().output()) {
      outputColumns.add(column(field));
    }
    ChosenRows chosen = context.chosen();
    if (chosen != null) {
      filterColumns.addAll(outputColumns.subList(0, chosen.columns()));
    }
    snapshotIds = openSnapshotIds();
    if (context.scan().virtualColumns().contains(VirtualColumn.ROW_ID)) {
      rowIds = open(file.embeddedRowIds());
    }
    boolean looksUp = context.pages() != null && !filterColumns.isEmpty();
    fetch(looksUp ? filterColumns : byField.values(), looksUp ? null : rowIds);
    outputFetched = !looksUp;
  }

  /** Has the columns fetched together, and in the background, where each would be a request. */
  private void fetch(Collection<LazyColumn> columns, @Nullable ColumnReader rowIds) {
    List<ParquetField> fields = new ArrayList<>();
    columns.forEach(column -> column.fieldOfFile().ifPresent(fields::add));
    if (snapshotIds != null) {
      addField(file.embeddedSnapshotIds(), fields);
    }
    if (rowIds != null) {
      addField(file.embeddedRowIds(), fields);
    }
    file.willRead(group, fields, context.pages());
  }

  /** A look-up needs the other columns of few row groups: of those in which it finds a row. */
  private void fetchOutput() {
    if (!outputFetched) {
      outputFetched = true;
      fetch(outputColumns, rowIds);
    }
  }

  private static void addField(@Nullable SourceField field, List<ParquetField> into) {
    ParquetField parquet = field == null ? null : field.file();
    if (parquet != null) {
      into.add(parquet);
    }
  }

  private @Nullable ColumnReader openSnapshotIds() {
    boolean wanted = context.scan().virtualColumns().contains(VirtualColumn.SNAPSHOT_ID);
    if (!wanted && !selection.needsSnapshotIds()) {
      return null;
    }
    SourceField field = file.embeddedSnapshotIds();
    if (field == null && selection.needsSnapshotIds()) {
      throw new CorruptLakeException(
          "The data file "
              + file.task().location()
              + " holds rows of several snapshots but does not say which is of which.");
    }
    return open(field);
  }

  private @Nullable ColumnReader open(@Nullable SourceField field) {
    ParquetField parquet = field == null ? null : field.file();
    return parquet == null ? null : file.parquet().openColumn(group, parquet, allocator);
  }

  private LazyColumn column(Field field) {
    return byField.computeIfAbsent(
        field, wanted -> new LazyColumn(file, group, file.resolve(wanted), context));
  }

  @Override
  public @Nullable Batch next() {
    while (position < end) {
      long start = position;
      long skip = ranges.skippable(start, end);
      if (skip > 0) {
        skip(skip);
        position += skip;
        continue;
      }
      int rows = (int) Math.min(context.batchSize(), ranges.end(start, end) - start);
      position += rows;
      Batch batch = slice(start, rows);
      if (batch != null) {
        return batch;
      }
    }
    return null;
  }

  private void skip(long rows) {
    for (long left = rows; left > 0; left -= Integer.MAX_VALUE) {
      int step = (int) Math.min(left, Integer.MAX_VALUE);
      byField.values().forEach(column -> column.skip(step));
      skip(snapshotIds, step);
      skip(rowIds, step);
    }
  }

  private static void skip(@Nullable ColumnReader reader, int rows) {
    if (reader != null) {
      reader.skip(rows);
    }
  }

  /** The wanted rows of the next {@code rows}, null if there are none. */
  private @Nullable Batch slice(long start, int rows) {
    RowMask alive = RowMask.all(rows);
    Map<LazyColumn, FieldVector> decoded = new HashMap<>();
    FieldVector snapshots = null;
    try {
      if (selection.needsSnapshotIds() && snapshotIds != null) {
        snapshots = snapshotIds.read(rows);
        requireAll(snapshots);
      }
      selection.narrow(group.firstRow() + start, (BigIntVector) snapshots, alive);
      int[] candidates = alive.cardinality() == rows ? null : alive.rows();
      if (candidates != null && candidates.length == 0) {
        skipUnread(decoded, snapshots, rows);
        return null;
      }
      int[] selected = candidates;
      int[] within = null;
      if (!filterColumns.isEmpty()) {
        Selection alone = selection(candidates);
        for (LazyColumn column : filterColumns) {
          column.keepPages();
          decoded.put(column, column.read(rows, alone));
        }
        within = wanted(decoded, candidates == null ? rows : candidates.length);
        if (within != null && within.length == 0) {
          skipUnread(decoded, snapshots, rows);
          return null;
        }
        fetchOutput();
        if (within != null) {
          selected = compose(candidates, within);
        }
      }
      return assemble(start, rows, selected, within, decoded, snapshots);
    } finally {
      closeAll(decoded.values());
      if (snapshots != null) {
        snapshots.close();
      }
    }
  }

  /** The rows that pass the filter, or are chosen; null for all. */
  private int @Nullable [] wanted(Map<LazyColumn, FieldVector> decoded, int rows) {
    ChosenRows chosen = context.chosen();
    if (chosen != null) {
      return chosen.among(
          outputColumns.subList(0, chosen.columns()).stream()
              .map(column -> Objects.requireNonNull(decoded.get(column)))
              .toList(),
          rows);
    }
    RowMask matches =
        VectorFilter.evaluate(
            Objects.requireNonNull(context.scan().filter()),
            rows,
            field -> decoded.get(byField.get(field)));
    return matches.cardinality() == rows ? null : matches.rows();
  }

  private void requireAll(FieldVector snapshots) {
    if (snapshots.getNullCount() > 0) {
      throw new CorruptLakeException(
          "The data file " + file.task().location() + " has a row without snapshot id.");
    }
  }

  private void skipUnread(
      Map<LazyColumn, FieldVector> decoded, @Nullable FieldVector snapshots, int rows) {
    for (LazyColumn column : byField.values()) {
      if (!decoded.containsKey(column)) {
        column.skip(rows);
      }
    }
    if (snapshots == null) {
      skip(snapshotIds, rows);
    }
    skip(rowIds, rows);
  }

  private static @Nullable Selection selection(int @Nullable [] rows) {
    return rows == null ? null : Selection.ofRows(rows);
  }

  private static int[] compose(int @Nullable [] candidates, int[] within) {
    if (candidates == null) {
      return within;
    }
    int[] rows = new int[within.length];
    for (int i = 0; i < within.length; i++) {
      rows[i] = candidates[within[i]];
    }
    return rows;
  }

  private Batch assemble(
      long start,
      int rows,
      int @Nullable [] selected,
      int @Nullable [] within,
      Map<LazyColumn, FieldVector> decoded,
      @Nullable FieldVector snapshots) {
    int count = selected == null ? rows : selected.length;
    Selection selection = selection(selected);
    List<FieldVector> result = new ArrayList<>();
    try {
      for (LazyColumn column : outputColumns) {
        FieldVector ready = decoded.remove(column);
        if (ready == null) {
          result.add(column.read(rows, selection));
        } else if (within == null) {
          result.add(ready);
        } else {
          try (ready) {
            result.add(Gather.take(ready, within, allocator));
          }
        }
      }
      VirtualVectors virtual =
          new VirtualVectors(file, group.firstRow() + start, rows, selected, allocator);
      for (VirtualColumn each : context.scan().virtualColumns()) {
        result.add(
            switch (each) {
              case ROW_ID -> virtual.rowIds(rowIds);
              case SNAPSHOT_ID -> virtual.snapshotIds(snapshotIds, snapshots);
              case FILENAME -> virtual.filename();
              case FILE_ROW_NUMBER -> virtual.positions();
              case FILE_INDEX -> virtual.fileIndex();
            });
      }
      return new Batch(result, count);
    } catch (RuntimeException failure) {
      closeAll(result);
      throw failure;
    }
  }

  private static void closeAll(Iterable<FieldVector> vectors) {
    AutoCloseables.closeNoChecked(() -> AutoCloseables.close(vectors));
  }

  @Override
  public void close() {
    byField.values().forEach(LazyColumn::close);
    byField.clear();
    if (snapshotIds != null) {
      snapshotIds.close();
    }
    if (rowIds != null) {
      rowIds.close();
    }
    file.release();
  }
}
