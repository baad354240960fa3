package io.quacklake.scan.internal.batches;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The result of a scan as Arrow's own reader. Each batch has buffers of its own, which a consumer
 * may keep.
 */
public final class LakeArrowReader extends ArrowReader {
  private final BufferAllocator scanAllocator;
  private final Schema schema;
  private final BatchSource batches;
  private final Runnable onClose;
  private long left;
  private long rows;
  private boolean closed;

  public LakeArrowReader(
      BufferAllocator allocator, Schema schema, BatchSource batches, long limit, Runnable onClose) {
    super(allocator);
    this.scanAllocator = allocator;
    this.schema = schema;
    this.batches = batches;
    this.left = limit;
    this.onClose = onClose;
  }

  @Override
  public boolean loadNextBatch() throws java.io.IOException {
    ensureInitialized();
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.clear();
    if (left == 0) {
      return false;
    }
    Batch batch = batches.next();
    if (batch == null) {
      return false;
    }
    hand(batch.rows() > left ? batch.head((int) left, scanAllocator) : batch, root);
    return true;
  }

  private void hand(Batch batch, VectorSchemaRoot root) {
    try (batch) {
      List<FieldVector> targets = root.getFieldVectors();
      for (int i = 0; i < targets.size(); i++) {
        batch.vectors().get(i).makeTransferPair(targets.get(i)).transfer();
      }
      root.setRowCount(batch.rows());
      left -= batch.rows();
      rows += batch.rows();
    }
  }

  /** Rows handed out so far. */
  public long rowsRead() {
    return rows;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    batches.close();
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }

  @Override
  public void close() throws java.io.IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      super.close();
    } finally {
      onClose.run();
    }
  }
}
