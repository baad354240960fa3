package io.quacklake.scan.internal.feed;

import io.quacklake.format.FileId;
import io.quacklake.format.file.InlinedRowSet;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.scan.internal.deletes.DeleteFileReader;
import io.quacklake.scan.internal.deletes.DeleteHistory;
import io.quacklake.scan.internal.plan.BoundScan;
import io.quacklake.scan.internal.read.FileUnits;
import io.quacklake.scan.internal.read.InlinedBatches;
import io.quacklake.scan.internal.read.OpenedFile;
import io.quacklake.scan.internal.read.RowSelection;
import io.quacklake.scan.internal.read.ScanContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a feed come from: written and deleted rows, of files and of the catalog. It
 * holds what delete files say, in compressed bitmaps; rows it does not hold.
 */
final class FeedSources {
  private final FeedPlan plan;
  private final ScanContext context;
  private final ScanContext keysOnly;
  private final Map<FileId, DeleteHistory> histories = new HashMap<>();

  FeedSources(FeedPlan plan, ScanContext context) {
    this.plan = plan;
    this.context = context;
    BoundScan scan = plan.scan();
    this.keysOnly =
        new ScanContext(
            new BoundScan(
                scan.snapshot(),
                scan.table(),
                null,
                scan.columns(),
                List.of(),
                scan.virtualColumns(),
                null,
                scan.variants()),
            false,
            context.batchSize(),
            context.allocator(),
            context.catalog(),
            context.opener(),
            context.footers(),
            null,
            context.keys(),
            null);
  }

  /** Reads the delete files; to be called once, before all else. */
  void readDeletes() {
    DeleteFileReader reader =
        new DeleteFileReader(
            plan.range().to(), context.opener(), context.keys(), context.allocator());
    for (ChangedFile file : plan.files()) {
      if (file.hasDeletes()) {
        histories.put(file.task().file().id(), reader.history(file.task(), file.inlinedDeletes()));
      }
    }
  }

  DeleteHistory history(ChangedFile file) {
    return histories.getOrDefault(file.task().file().id(), DeleteHistory.NONE);
  }

  /** The snapshots of the range that deleted rows of the file. */
  NavigableSet<Long> deletions(ChangedFile file) {
    NavigableSet<Long> snapshots = new TreeSet<>(history(file).snapshots());
    snapshots.add(file.end());
    snapshots.removeIf(each -> !plan.range().contains(each));
    return snapshots;
  }

  FileUnits inserted(ChangedFile file, int index) {
    return new FileUnits(file.task(), index, context, opened -> inserted(opened, file));
  }

  private InsertedRows inserted(OpenedFile opened, ChangedFile file) {
    return new InsertedRows(opened, file, history(file), plan.range());
  }

  FileUnits deleted(ChangedFile file, int index) {
    return new FileUnits(
        file.task(),
        index,
        context,
        opened -> new DeletedRows(opened, file, history(file), plan.range()::contains));
  }

  InlinedBatches begun(InlinedTable table, int index) {
    return new InlinedBatches(table, begunSet(), index, context);
  }

  InlinedBatches ended(InlinedTable table, int index) {
    return new InlinedBatches(table, endedSet(), index, context);
  }

  /** Keys of the written rows that may be updated ones: only those carry a row id of their own. */
  FileUnits insertedKeys(ChangedFile file) {
    return new FileUnits(
        file.task(),
        0,
        keysOnly,
        opened -> opened.embeddedRowIds() == null ? null : inserted(opened, file));
  }

  /** Keys of the rows that some snapshots deleted. */
  FileUnits deletedKeys(ChangedFile file, Set<Long> snapshots) {
    LongPredicate wanted = snapshots::contains;
    return new FileUnits(
        file.task(), 0, keysOnly, (OpenedFile opened) -> selection(opened, file, wanted));
  }

  private @Nullable RowSelection selection(
      OpenedFile opened, ChangedFile file, LongPredicate wanted) {
    return new DeletedRows(opened, file, history(file), wanted);
  }

  InlinedBatches begunKeys(InlinedTable table) {
    return new InlinedBatches(table.withoutFields(), begunSet(), 0, keysOnly);
  }

  InlinedBatches endedKeys(InlinedTable table) {
    return new InlinedBatches(table.withoutFields(), endedSet(), 0, keysOnly);
  }

  private InlinedRowSet begunSet() {
    return new InlinedRowSet.BegunIn(plan.range().from(), plan.range().to());
  }

  private InlinedRowSet endedSet() {
    return new InlinedRowSet.EndedIn(plan.range().from(), plan.range().to());
  }
}
