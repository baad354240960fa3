package io.quacklake.scan.internal.read;

import io.quacklake.format.SnapshotId;
import io.quacklake.scan.internal.deletes.DeleteMask;
import io.quacklake.scan.internal.filter.RowMask;
import io.quacklake.scan.internal.parquet.RowGroup;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** The rows that a snapshot sees. */
final class VisibleRows implements RowSelection {
  private final DeleteMask deletes;
  private final SnapshotId snapshot;
  private final long end;
  private final boolean holdsNewerRows;

  VisibleRows(OpenedFile file, DeleteMask deletes, SnapshotId snapshot) {
    this.deletes = deletes;
    this.snapshot = snapshot;
    this.end = file.visiblePrefix(snapshot);
    this.holdsNewerRows = file.holdsNewerRows(snapshot);
  }

  @Override
  public boolean needsSnapshotIds() {
    return holdsNewerRows;
  }

  @Override
  public long candidates(RowGroup group) {
    return Math.min(group.rowCount(), end - group.firstRow());
  }

  @Override
  public void narrow(long first, @Nullable BigIntVector snapshotIds, RowMask rows) {
    if (deletes.cardinality(first, first + rows.size()) > 0) {
      deletes.clear(rows, first);
    }
    if (snapshotIds != null) {
      for (int i = 0; i < rows.size(); i++) {
        if (snapshotIds.get(i) > snapshot.value()) {
          rows.clear(i);
        }
      }
    }
  }
}
