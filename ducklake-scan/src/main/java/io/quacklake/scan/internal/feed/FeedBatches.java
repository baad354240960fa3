package io.quacklake.scan.internal.feed;

import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.batches.Batch;
import io.quacklake.scan.internal.batches.BatchSource;
import io.quacklake.scan.internal.deletes.DeleteHistory;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Rows with the columns of the feed before those of the table. */
final class FeedBatches implements BatchSource {
  private static final int LONGEST = ChangeType.UPDATE_POSTIMAGE.text().length;

  private final BatchSource rows;
  private final Images updated;
  private final @Nullable Deletions deletions;
  private final ChangeType alone;
  private final ChangeType paired;
  private final BufferAllocator allocator;

  /** When the rows of a data file were deleted. */
  private record Deletions(DeleteHistory history, long end) {}

  private FeedBatches(
      BatchSource rows,
      Images updated,
      @Nullable Deletions deletions,
      ChangeType alone,
      ChangeType paired,
      BufferAllocator allocator) {
    this.rows = rows;
    this.updated = updated;
    this.deletions = deletions;
    this.alone = alone;
    this.paired = paired;
    this.allocator = allocator;
  }

  static FeedBatches inserted(BatchSource rows, Images updated, BufferAllocator allocator) {
    return new FeedBatches(
        rows, updated, null, ChangeType.INSERT, ChangeType.UPDATE_POSTIMAGE, allocator);
  }

  /** Rows that come with the snapshot that deleted them. */
  static FeedBatches deleted(BatchSource rows, Images updated, BufferAllocator allocator) {
    return new FeedBatches(
        rows, updated, null, ChangeType.DELETE, ChangeType.UPDATE_PREIMAGE, allocator);
  }

  /** Rows of a data file. */
  static FeedBatches deleted(
      BatchSource rows, Images updated, DeleteHistory history, long end, BufferAllocator own) {
    return new FeedBatches(
        rows,
        updated,
        new Deletions(history, end),
        ChangeType.DELETE,
        ChangeType.UPDATE_PREIMAGE,
        own);
  }

  @Override
  public @Nullable Batch next() {
    Batch batch = rows.next();
    return batch == null ? null : changes(batch);
  }

  /** Takes the batch over. */
  private Batch changes(Batch batch) {
    VarCharVector types;
    RowKeys keys;
    try {
      keys = RowKeys.of(batch);
      if (deletions != null) {
        keys.setDeletingSnapshots(deletions.history(), deletions.end());
      }
      types = types(keys, batch.rows());
    } catch (RuntimeException failure) {
      batch.close();
      throw failure;
    }
    keys.positions().close();
    List<FieldVector> vectors = new ArrayList<>(List.of(keys.snapshots(), keys.rowIds(), types));
    vectors.addAll(batch.vectors().subList(0, batch.vectors().size() - FeedPlanner.KEYS.size()));
    return new Batch(vectors, batch.rows());
  }

  private VarCharVector types(RowKeys keys, int count) {
    VarCharVector types =
        (VarCharVector) ArrowSchemas.field(FeedColumns.CHANGE_TYPE).createVector(allocator);
    try {
      types.allocateNew((long) count * LONGEST, count);
      byte[] ofAlone = alone.text();
      byte[] ofPaired = paired.text();
      for (int i = 0; i < count; i++) {
        boolean pair = updated.contains(keys.snapshots().get(i), keys.rowIds().get(i));
        types.set(i, pair ? ofPaired : ofAlone);
      }
      types.setValueCount(count);
      return types;
    } catch (RuntimeException failure) {
      types.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}
