package io.quacklake.transact.internal.change;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.internal.bind.Binder;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.internal.bind.BoundReference;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.Field;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.PlannedScan;
import io.quacklake.scan.TableScan;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.scan.internal.arrow.Gather;
import io.quacklake.scan.internal.filter.RowMask;
import io.quacklake.scan.internal.filter.VectorFilter;
import io.quacklake.transact.MergeOptions;
import io.quacklake.transact.MergeOptions.Absent;
import io.quacklake.transact.MergeOptions.Matched;
import io.quacklake.transact.MergeOptions.Unmatched;
import io.quacklake.transact.internal.change.Deleter.RowPlaces;
import io.quacklake.transact.internal.change.MergeInput.Room;
import io.quacklake.transact.internal.rows.ColumnNames;
import io.quacklake.transact.internal.rows.IncomingRows;
import io.quacklake.transact.internal.rows.IncomingRows.Missing;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.spill.SpillFile.Secrecy;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedFile.RowIds;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.RowSink;
import io.quacklake.transact.internal.write.WriteContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Brings rows in by key. What comes in is held in memory with an index of its keys; the table is
 * read once, and of it only the keys and the columns that do not come in. What does not fit into
 * memory is merged in parts, for each of which the table is read.
 */
public final class Merger {
  private static final int BATCH = 65_536;

  private final TableTarget target;
  private final MergeOptions options;
  private final WriteContext context;
  private final List<Column> columns;
  private final List<Integer> keys;
  private final List<Integer> kept;
  private int[] targetRows = new int[0];
  private int[] sourceRows = new int[0];
  private final IncomingRows incoming;

  private Merger(
      TableTarget target,
      ArrowReader rows,
      List<String> keyNames,
      MergeOptions options,
      WriteContext context) {
    this.target = target;
    this.options = options;
    this.context = context;
    columns = target.columns();
    incoming =
        new IncomingRows(target.ref(), columns, rows, Missing.FILLED_OR_NULL, context.allocator());
    keys = keys(keyNames);
    kept = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!incoming.isGiven(i)) {
        kept.add(i);
      }
    }
  }

  /**
   * Merges rows into a table as of a snapshot. After an error nothing is left behind.
   *
   * @param rows stays the caller's; a column that does not come in keeps its value in rows that are
   *     updated, and has its default in those that are inserted
   * @param keys names of columns that come in
   * @throws InvalidValueException if a key comes in twice
   */
  public static StagedMerge merge(
      LakehouseSession lake,
      SnapshotId base,
      TableTarget target,
      ArrowReader rows,
      List<String> keys,
      MergeOptions options,
      WriteContext context) {
    Merger merger = new Merger(target, rows, keys, options, context);
    try (MergeInput input = merger.read(lake, base)) {
      return merger.merge(lake, base, input);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private List<Integer> keys(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "A merge into table " + target.ref() + " needs at least one key column.");
    }
    List<String> known = columns.stream().map(Column::name).toList();
    ColumnNames places = new ColumnNames(known, "table " + target.ref());
    List<Integer> found = new ArrayList<>();
    for (String name : names) {
      int place = places.indexOf(name);
      if (place < 0) {
        throw NotFoundException.withSuggestions("column", name, "table " + target.ref(), known);
      }
      if (!incoming.isGiven(place)) {
        throw new InvalidValueException(
            "Cannot merge into table "
                + target.ref()
                + ": the rows have no column "
                + name
                + ", which is a key.");
      }
      found.add(place);
    }
    return found;
  }

  private List<Column> pick(List<Integer> places) {
    return places.stream().map(columns::get).toList();
  }

  /**
   * What there is while the table is read for some of the rows.
   *
   * @param number of the part
   * @param deleting rows that delete
   * @param matched rows whose keys the table has
   */
  private record MergePart(
      MergeInput input,
      int number,
      MergeSource source,
      KeyIndex index,
      @Nullable RowMask deleting,
      BitSet matched) {}

  private MergeInput read(LakehouseSession lake, SnapshotId base) {
    List<Column> keyColumns = pick(keys);
    List<String> keyNames = BaseColumns.names(lake, base, target, keyColumns);
    return MergeInput.read(
        incoming,
        columns.size(),
        keys,
        KeyIndex.of(keyColumns, List.of(), 0),
        Room.of(context.mergeBytes()),
        target.encryption() == Encryption.NONE ? Secrecy.PLAIN : Secrecy.ENCRYPTED,
        (vectors, rows) -> KeyPruning.of(keyNames, keyColumns, vectors, rows),
        context.allocator());
  }

  private StagedMerge merge(LakehouseSession lake, SnapshotId base, MergeInput input)
      throws IOException {
    try (RowSink updates = new RowSink(target, RowIds.EMBEDDED, context);
        RowSink inserts = new RowSink(target, RowIds.ASSIGNED, context)) {
      DeletedRows before = null;
      long deleted = 0;
      for (int part = 0; part < input.parts(); part++) {
        try (MergeSource source = input.part(part)) {
          List<FieldVector> keyVectors =
              source.rows() == 0 ? List.of() : keys.stream().map(source::column).toList();
          KeyIndex index = KeyIndex.of(pick(keys), keyVectors, source.rows(), source::number);
          RowMask deleting = deleting(source);
          BitSet matched = new BitSet();
          try (PlannedScan scan = scan(lake, base, input, source, index, keyVectors)) {
            if (before == null) {
              before = Deleter.deletedRows(scan, target, context);
            }
            UnchangedFiles.require(lake, before.plan(), scan.plan());
            MergePart ours = new MergePart(input, part, source, index, deleting, matched);
            while (scan.rows().loadNextBatch()) {
              VectorSchemaRoot batch = scan.rows().getVectorSchemaRoot();
              deleted += match(batch, ours, before, updates);
            }
          }
          insert(source, matched, deleting, inserts);
        }
      }
      StagedDelete gone = // which may read, and fail, as long as nothing is kept
          before == null ? StagedDelete.NONE : before.staged();
      StagedInsert updated = updates.finish();
      StagedInsert inserted = null;
      try {
        inserted = inserts.finish();
      } finally {
        if (inserted == null) {
          RowSink.discard(updated, context);
        }
      }
      return new StagedMerge(gone, updated, inserted, deleted);
    }
  }

  /** Incoming rows that delete. */
  private @Nullable RowMask deleting(MergeSource source) {
    Predicate when = options.deleteWhen().orElse(null);
    if (when == null || source.rows() == 0) {
      return null;
    }
    BoundPredicate bound = Binder.bind(when, columns);
    for (BoundReference reference : bound.references()) {
      if (reference.path().size() > 1) {
        throw new InvalidPredicateException(
            "What a merge deletes by cannot look into structs, as " + reference + " does.");
      }
    }
    return VectorFilter.evaluate(bound, source.rows(), field -> vector(source, field));
  }

  private @Nullable FieldVector vector(MergeSource source, Field field) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).id().equals(field.id())) {
        return source.column(i);
      }
    }
    return null;
  }

  /** Keys, then columns that do not come in, then the places of rows. */
  private PlannedScan scan(
      LakehouseSession lake,
      SnapshotId base,
      MergeInput input,
      MergeSource source,
      KeyIndex index,
      List<FieldVector> keyVectors) {
    List<Integer> read = new ArrayList<>(keys);
    if (options.matched() == Matched.UPDATE) {
      read.addAll(kept);
    }
    List<String> names = BaseColumns.names(lake, base, target, pick(read));
    TableScan scan =
        lake.scan(target.ref())
            .asOf(base.value())
            .select(names)
            .withVirtualColumns(
                VirtualColumn.FILE_INDEX, VirtualColumn.FILE_ROW_NUMBER, VirtualColumn.ROW_ID);
    if (options.absent() == Absent.DELETE) {
      return scan.openPlanned();
    }
    if (source.rows() == 0 && input.parts() == 1) {
      return scan.where(Predicate.Constant.FALSE).openPlanned();
    }
    Predicate pruning = input.pruning(source, keyVectors);
    return (pruning == null ? scan : scan.where(pruning))
        .openPlanned(
            keys.size(), columns -> index.known(columns.getFieldVectors(), columns.getRowCount()));
  }

  /** Finds the rows of a batch that are to change; returns how many are deleted. */
  private long match(VectorSchemaRoot batch, MergePart part, DeletedRows before, RowSink updates) {
    MergeSource source = part.source();
    RowMask deleting = part.deleting();
    List<FieldVector> vectors = batch.getFieldVectors();
    List<FieldVector> keyVectors = vectors.subList(0, keys.size());
    RowPlaces places = RowPlaces.of(batch, vectors.size() - 3);
    int rows = batch.getRowCount();
    if (targetRows.length < rows) {
      targetRows = new int[rows];
      sourceRows = new int[rows];
    }
    int updated = 0;
    long deleted = 0;
    for (int row = 0; row < rows; row++) {
      int found = part.index().find(keyVectors, row);
      if (found >= 0) {
        part.matched().set(found);
      }
      boolean delete =
          found < 0
              ? options.absent() == Absent.DELETE
                  && part.input().partOf(keyVectors, row) == part.number()
              : options.matched() == Matched.DELETE
                  || (deleting != null && deleting.contains(found));
      boolean update = found >= 0 && !delete && options.matched() == Matched.UPDATE;
      if (delete || update) {
        before.add(places.task(row), places.place(row));
      }
      deleted += delete ? 1 : 0;
      if (update) {
        targetRows[updated] = row;
        sourceRows[updated++] = found;
      }
    }
    if (updated > 0) {
      int[] old = Arrays.copyOf(targetRows, updated);
      try (TableBatch after =
          updated(source, Arrays.copyOf(sourceRows, updated), vectors, old, places)) {
        updates.write(after);
      }
    }
    return deleted;
  }

  private TableBatch updated(
      MergeSource source,
      int[] sourceRows,
      List<FieldVector> vectors,
      int[] targetRows,
      RowPlaces places) {
    List<FieldVector> result = new ArrayList<>();
    boolean done = false;
    try {
      for (int i = 0; i < columns.size(); i++) {
        int place = kept.indexOf(i);
        result.add(
            place < 0
                ? Gather.take(source.column(i), sourceRows, context.allocator())
                : Gather.take(vectors.get(keys.size() + place), targetRows, context.allocator()));
      }
      result.add(Gather.take(places.rowIds(), targetRows, context.allocator()));
      done = true;
      return TableBatch.owning(result, targetRows.length);
    } finally {
      if (!done) {
        TableBatch.owning(result, 0).close();
      }
    }
  }

  private void insert(
      MergeSource source, BitSet matched, @Nullable RowMask deleting, RowSink inserts) {
    if (options.unmatched() == Unmatched.IGNORE) {
      return;
    }
    int[] chosen = new int[Math.min(BATCH, source.rows())];
    int count = 0;
    boolean first = true;
    for (int row = 0; row < source.rows(); row++) {
      if (matched.get(row) || (deleting != null && deleting.contains(row))) {
        continue;
      }
      if (first) {
        incoming.requireDefaults();
        first = false;
      }
      chosen[count++] = row;
      if (count == chosen.length) {
        write(source, chosen, inserts);
        count = 0;
      }
    }
    if (count > 0) {
      write(source, Arrays.copyOf(chosen, count), inserts);
    }
  }

  private void write(MergeSource source, int[] chosen, RowSink inserts) {
    try (TableBatch batch = source.take(chosen, context.allocator())) {
      inserts.write(batch);
    }
  }
}
