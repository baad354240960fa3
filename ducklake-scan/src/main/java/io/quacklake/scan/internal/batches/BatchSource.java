package io.quacklake.scan.internal.batches;

import org.jspecify.annotations.Nullable;

/** Batches one after the other. Used by one thread at a time. */
public interface BatchSource extends AutoCloseable {
  /** The next batch, which has at least one row and belongs to the caller; null at the end. */
  @Nullable Batch next();

  @Override
  void close();
}
