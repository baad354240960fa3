package io.quacklake.scan.internal.feed;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.scan.internal.batches.Batch;
import io.quacklake.scan.internal.deletes.DeleteHistory;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;

/**
 * The vectors behind the columns of a batch, as {@link FeedPlanner#KEYS} has them. The batch owns
 * them.
 */
record RowKeys(BigIntVector snapshots, BigIntVector rowIds, BigIntVector positions) {

  static RowKeys of(Batch batch) {
    List<FieldVector> vectors = batch.vectors();
    int first = vectors.size() - FeedPlanner.KEYS.size();
    RowKeys keys =
        new RowKeys(
            (BigIntVector) vectors.get(first),
            (BigIntVector) vectors.get(first + 1),
            (BigIntVector) vectors.get(first + 2));
    if (keys.rowIds.getNullCount() > 0 || keys.snapshots.getNullCount() > 0) {
      throw new CorruptLakeException("A data file has a row without row id or snapshot id.");
    }
    return keys;
  }

  /**
   * Puts the snapshots that deleted the rows in the place of those that wrote them.
   *
   * @param end the snapshot that deleted what was left of the file
   */
  void setDeletingSnapshots(DeleteHistory deletes, long end) {
    for (int i = 0; i < snapshots.getValueCount(); i++) {
      snapshots.set(i, Math.min(end, deletes.snapshotOf(positions.get(i), end)));
    }
  }
}
