package io.quacklake.scan.internal.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads units at once if there are at least two; a single one is read in the caller's thread, since
 * handing it to another takes longer than looking a row up.
 */
final class PeekedBatches implements BatchSource {
  private final Units units;
  private final Executor pool;
  private final int width;
  private @Nullable BatchSource batches;

  PeekedBatches(Units units, Executor pool, int width) {
    this.units = units;
    this.pool = pool;
    this.width = width;
  }

  @Override
  public @Nullable Batch next() {
    BatchSource known = batches;
    if (known == null) {
      known = choose();
      batches = known;
    }
    return known.next();
  }

  private BatchSource choose() {
    Begun begun = new Begun(units);
    try {
      return begun.seesAtLeast(2)
          ? new ParallelBatches(begun, pool, width)
          : new SequentialBatches(begun);
    } catch (RuntimeException | Error failure) {
      begun.closeSeen();
      throw failure;
    }
  }

  @Override
  public void close() {
    if (batches == null) {
      units.close();
    } else {
      batches.close();
    }
  }

  /** Units of which the first were looked at. */
  private static final class Begun implements Units {
    private final Units units;
    private final Deque<BatchSource> seen = new ArrayDeque<>(2);

    Begun(Units units) {
      this.units = units;
    }

    boolean seesAtLeast(int count) {
      while (seen.size() < count) {
        BatchSource unit = units.next();
        if (unit == null) {
          return false;
        }
        seen.add(unit);
      }
      return true;
    }

    @Override
    public @Nullable BatchSource next() {
      BatchSource unit = seen.poll();
      return unit != null ? unit : units.next();
    }

    void closeSeen() {
      for (BatchSource unit = seen.poll(); unit != null; unit = seen.poll()) {
        unit.close();
      }
    }

    @Override
    public void close() {
      try {
        closeSeen();
      } finally {
        units.close();
      }
    }
  }
}
