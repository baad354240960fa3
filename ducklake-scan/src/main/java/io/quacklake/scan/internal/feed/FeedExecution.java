package io.quacklake.scan.internal.feed;

import io.quacklake.scan.internal.batches.DecodePool;
import io.quacklake.scan.internal.batches.LakeArrowReader;
import io.quacklake.scan.internal.batches.ParallelBatches;
import io.quacklake.scan.internal.batches.SequentialBatches;
import io.quacklake.scan.internal.batches.Units;
import io.quacklake.scan.internal.read.ScanContext;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Carries the plan of a feed out. */
public final class FeedExecution {
  private FeedExecution() {}

  /** The rows of the feed, at most {@code limit}. */
  public static ArrowReader open(
      FeedPlan plan, ScanContext context, DecodePool pool, int threads, long limit) {
    BufferAllocator allocator =
        context.allocator().newChildAllocator("changes", 0, context.allocator().getLimit());
    Units units = new FeedUnits(plan, context.withAllocator(allocator));
    return new LakeArrowReader(
        allocator,
        FeedColumns.schema(plan.scan()),
        threads == 1 ? new SequentialBatches(units) : new ParallelBatches(units, pool, threads),
        limit,
        allocator::close);
  }
}
