package io.quacklake.scan.internal.batches;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Opens units before their turn, for those that begin to fetch their bytes when they are opened.
 */
public final class UnitsAhead implements Units {
  private final Units units;
  private final int count;
  private final Deque<BatchSource> ready = new ArrayDeque<>();
  private boolean exhausted;

  /**
   * @param count how many units are open beside the one that is given out
   */
  public UnitsAhead(Units units, int count) {
    this.units = units;
    this.count = count;
  }

  @Override
  public @Nullable BatchSource next() {
    while (!exhausted && ready.size() <= count) {
      BatchSource unit = units.next();
      if (unit == null) {
        exhausted = true;
      } else {
        ready.add(unit);
      }
    }
    return ready.poll();
  }

  @Override
  public void close() {
    try {
      ready.forEach(BatchSource::close);
      ready.clear();
    } finally {
      units.close();
    }
  }
}
