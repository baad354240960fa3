package io.quacklake.scan.internal.feed;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.scan.internal.deletes.DeleteHistory;
import io.quacklake.scan.internal.filter.RowMask;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.read.OpenedFile;
import io.quacklake.scan.internal.read.RowSelection;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** The rows of a file that snapshots of the range wrote, whatever became of them later. */
final class InsertedRows implements RowSelection {
  private final OpenedFile file;
  private final DeleteHistory deletes;
  private final FeedRange range;
  private final boolean hasOwnIds;

  InsertedRows(OpenedFile file, ChangedFile changed, DeleteHistory deletes, FeedRange range) {
    this.file = file;
    this.deletes = deletes;
    this.range = range;
    this.hasOwnIds = file.embeddedSnapshotIds() != null;
    if (changed.task().file().partialMax() != null && !hasOwnIds) {
      throw new CorruptLakeException(
          "The data file "
              + file.task().location()
              + " holds rows of several snapshots but does not say which is of which.");
    }
  }

  @Override
  public boolean needsSnapshotIds() {
    return hasOwnIds;
  }

  @Override
  public long candidates(RowGroup group) {
    return file.isOfOneSnapshot() && !range.contains(file.snapshotIdOf(0)) ? 0 : group.rowCount();
  }

  @Override
  public void narrow(long first, @Nullable BigIntVector snapshotIds, RowMask rows) {
    for (int i = 0; i < rows.size(); i++) {
      long snapshot = snapshotIds == null ? file.snapshotIdOf(first + i) : snapshotIds.get(i);
      // What one commit wrote and deleted was never seen.
      if (!range.contains(snapshot) || deletes.snapshotOf(first + i, Long.MAX_VALUE) == snapshot) {
        rows.clear(i);
      }
    }
  }
}
