package io.quacklake.scan.internal.batches;

import io.quacklake.scan.internal.arrow.Concat;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Puts small neighbouring batches together: a filter that keeps a row in a hundred would else yield
 * batches that cost more to hand over than to read. The order of rows stays.
 */
public final class CoalescedBatches implements BatchSource {
  /** Together they are not made larger than this, whatever the number of rows. */
  private static final long MOST_BYTES = 64L << 20;

  private final BatchSource batches;
  private final int enough;
  private final int most;
  private final BufferAllocator allocator;
  private final List<Batch> small = new ArrayList<>();
  private @Nullable Batch next;
  private long rows;
  private long bytes;

  /**
   * @param enough rows that are worth a batch
   * @param most rows that a batch may have
   */
  public CoalescedBatches(BatchSource batches, int enough, int most, BufferAllocator allocator) {
    this.batches = batches;
    this.enough = enough;
    this.most = most;
    this.allocator = allocator;
  }

  @Override
  public @Nullable Batch next() {
    while (rows < enough) {
      Batch batch = next != null ? next : batches.next();
      next = null;
      if (batch == null) {
        break;
      }
      long size = bytes(batch);
      if (!small.isEmpty() && (rows + batch.rows() > most || bytes + size > MOST_BYTES)) {
        next = batch;
        break;
      }
      small.add(batch);
      rows += batch.rows();
      bytes += size;
    }
    return small.isEmpty() ? null : together();
  }

  private static long bytes(Batch batch) {
    return batch.vectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  private Batch together() {
    Batch whole = small.size() == 1 ? small.remove(0) : concatenated();
    closeSmall();
    return whole;
  }

  private Batch concatenated() {
    List<FieldVector> columns = new ArrayList<>();
    try {
      for (int i = 0; i < small.get(0).vectors().size(); i++) {
        int column = i;
        columns.add(
            Concat.of(small.stream().map(each -> each.vectors().get(column)).toList(), allocator));
      }
      return new Batch(columns, (int) rows);
    } catch (RuntimeException failure) {
      AutoCloseables.closeNoChecked(() -> AutoCloseables.close(columns));
      throw failure;
    }
  }

  private void closeSmall() {
    small.forEach(Batch::close);
    small.clear();
    rows = 0;
    bytes = 0;
  }

  @Override
  public void close() {
    try {
      closeSmall();
      if (next != null) {
        next.close();
        next = null;
      }
    } finally {
      batches.close();
    }
  }
}
