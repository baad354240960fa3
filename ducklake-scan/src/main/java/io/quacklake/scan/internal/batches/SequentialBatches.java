package io.quacklake.scan.internal.batches;

import org.jspecify.annotations.Nullable;

/** Reads one unit after the other in the caller's thread. */
public final class SequentialBatches implements BatchSource {
  private final Units units;
  private @Nullable BatchSource current;

  public SequentialBatches(Units units) {
    this.units = units;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      if (current == null) {
        current = units.next();
        if (current == null) {
          return null;
        }
      }
      Batch batch = current.next();
      if (batch != null) {
        return batch;
      }
      current.close();
      current = null;
    }
  }

  @Override
  public void close() {
    try {
      if (current != null) {
        current.close();
        current = null;
      }
    } finally {
      units.close();
    }
  }
}
