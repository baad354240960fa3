package io.quacklake.py;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Passes on another reader's batches in memory that outlives that reader: buffers are handed over,
 * not copied. It also remembers why it failed, as the C interface keeps the text of an error only.
 */
final class HandOverReader extends ArrowReader {
  private final ArrowReader source;
  private final Runnable onClose;
  private final Schema schema;
  private final Object turn = new Object();
  private boolean cancelled;
  private @Nullable Thread reading;
  private volatile @Nullable Throwable failure;

  HandOverReader(ArrowReader source, Runnable onClose) throws IOException {
    super(Exports.heldByPython());
    this.source = source;
    this.onClose = onClose;
    this.schema = source.getVectorSchemaRoot().getSchema();
  }

  /** Ends the read, one that waits too; may be called from any thread. */
  void cancel() {
    synchronized (turn) {
      cancelled = true;
      if (reading != null) {
        reading.interrupt();
      }
    }
  }

  /** Why reading failed; null while it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    begin();
    try {
      return takeOverNext();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      end();
    }
  }

  private void begin() {
    CallerThread.prepare();
    synchronized (turn) {
      if (cancelled) {
        throw new CancellationException("The read was interrupted");
      }
      reading = Thread.currentThread();
    }
  }

  private void end() {
    synchronized (turn) {
      reading = null;
      if (cancelled) {
        Thread.interrupted(); // the thread is not ours: it goes on elsewhere
      }
    }
  }

  private boolean takeOverNext() throws IOException {
    ensureInitialized();
    if (!source.loadNextBatch()) {
      getVectorSchemaRoot().clear();
      return false;
    }
    VectorSchemaRoot from = source.getVectorSchemaRoot();
    VectorSchemaRoot to = getVectorSchemaRoot();
    List<FieldVector> targets = to.getFieldVectors();
    for (int i = 0; i < targets.size(); i++) {
      from.getVector(i).makeTransferPair(targets.get(i)).transfer();
    }
    to.setRowCount(from.getRowCount());
    return true;
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    try {
      source.close();
    } finally {
      onClose.run();
    }
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }
}
