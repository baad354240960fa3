package io.quacklake.scan.internal.batches;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a scan that can be read independently, in the order of their rows. Used by one
 * thread at a time.
 */
public interface Units extends AutoCloseable {
  /** The next part, which belongs to the caller; null at the end. */
  @Nullable BatchSource next();

  @Override
  void close();
}
