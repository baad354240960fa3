package io.quacklake.scan.internal.feed;

import io.quacklake.scan.internal.deletes.DeleteHistory;
import io.quacklake.scan.internal.filter.RowMask;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.read.OpenedFile;
import io.quacklake.scan.internal.read.RowSelection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** The rows of a file that snapshots of the range deleted. */
final class DeletedRows implements RowSelection {
  private final DeleteHistory deletes;
  private final NavigableSet<Long> snapshots = new TreeSet<>();
  private final long end;

  /**
   * @param wanted the snapshots whose deletions are wanted
   */
  DeletedRows(OpenedFile file, ChangedFile changed, DeleteHistory deletes, LongPredicate wanted) {
    this.deletes = deletes;
    // What one commit wrote and deleted was never seen.
    long own = file.isOfOneSnapshot() ? file.snapshotIdOf(0) : -1;
    for (long snapshot : deletes.snapshots()) {
      if (wanted.test(snapshot) && snapshot != own && snapshot <= changed.end()) {
        snapshots.add(snapshot);
      }
    }
    this.end = wanted.test(changed.end()) && changed.end() != own ? changed.end() : Long.MAX_VALUE;
  }

  @Override
  public boolean needsSnapshotIds() {
    return false;
  }

  @Override
  public long candidates(RowGroup group) {
    long first = group.firstRow();
    long last = first + group.rowCount();
    boolean some =
        snapshots.stream().anyMatch(each -> deletes.cardinality(each, first, last) > 0)
            || (end != Long.MAX_VALUE
                && deletes.cardinalityBefore(end, first, last) < group.rowCount());
    return some ? group.rowCount() : 0;
  }

  @Override
  public void narrow(long first, @Nullable BigIntVector snapshotIds, RowMask rows) {
    RowMask deleted = new RowMask(rows.size());
    for (long snapshot : snapshots) {
      deletes.set(deleted, first, snapshot);
    }
    if (end != Long.MAX_VALUE) {
      deletes.setAllBut(deleted, first, end);
    }
    rows.and(deleted);
  }
}
