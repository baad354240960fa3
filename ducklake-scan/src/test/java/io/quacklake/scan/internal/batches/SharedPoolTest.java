package io.quacklake.scan.internal.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Scans that share a pool take turns: no more of them decode at once than it has threads. */
class SharedPoolTest {
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicInteger mostAtWork = new AtomicInteger();

  @Property(tries = 60)
  void scansAtTheSameTimeUseNoMoreThreadsThanThePoolHas(
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @IntRange(min = 1, max = 6) int scans,
      @ForAll @IntRange(min = 0, max = 20) int units,
      @ForAll @IntRange(min = 2, max = 8) int width)
      throws InterruptedException, ExecutionException {
    mostAtWork.set(0);
    ExecutorService consumers = Executors.newCachedThreadPool();
    try (DecodePool pool = new DecodePool(threads)) {
      List<Future<List<Integer>>> results = new ArrayList<>();
      for (int i = 0; i < scans; i++) {
        results.add(consumers.submit(() -> rows(new ParallelBatches(units(units), pool, width))));
      }
      List<Integer> expected = new ArrayList<>();
      for (int unit = 0; unit < units; unit++) {
        for (int batch = 0; batch < unit % 4; batch++) {
          expected.add(unit);
        }
      }
      for (Future<List<Integer>> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
      assertThat(mostAtWork.get()).isLessThanOrEqualTo(threads);
    } finally {
      consumers.shutdownNow();
    }
  }

  private static List<Integer> rows(BatchSource batches) {
    List<Integer> rows = new ArrayList<>();
    try (batches) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        rows.add(batch.rows());
      }
    }
    return rows;
  }

  /** Units number {@code n} of {@code n % 4} batches with {@code n} rows each. */
  private Units units(int count) {
    return new Units() {
      private int next;

      @Override
      public @Nullable BatchSource next() {
        return next < count ? unit(next++) : null;
      }

      @Override
      public void close() {}
    };
  }

  private BatchSource unit(int number) {
    return new BatchSource() {
      private int left = number % 4;

      @Override
      public @Nullable Batch next() {
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        try {
          Thread.yield();
          return left-- > 0 ? new Batch(List.of(), number) : null;
        } finally {
          atWork.decrementAndGet();
        }
      }

      @Override
      public void close() {}
    };
  }
}
