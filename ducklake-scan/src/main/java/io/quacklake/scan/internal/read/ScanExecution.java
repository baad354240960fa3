package io.quacklake.scan.internal.read;

import io.quacklake.scan.ScanPlan;
import io.quacklake.scan.ScanTask;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.internal.batches.Batch;
import io.quacklake.scan.internal.batches.BatchSource;
import io.quacklake.scan.internal.batches.CoalescedBatches;
import io.quacklake.scan.internal.batches.DecodePool;
import io.quacklake.scan.internal.batches.LakeArrowReader;
import io.quacklake.scan.internal.batches.PeekedBatches;
import io.quacklake.scan.internal.batches.SequentialBatches;
import io.quacklake.scan.internal.batches.Units;
import io.quacklake.scan.internal.batches.UnitsAhead;
import io.quacklake.scan.internal.deletes.DeleteFileReader;
import io.quacklake.storage.ObjectStores;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Carries a plan out. */
public final class ScanExecution {
  /** Footers that are asked for together. */
  private static final int FILES_AHEAD = 16;

  /** Row groups whose bytes are on their way while others are decoded. */
  private static final int ROW_GROUPS_AHEAD = 8;

  private final ScanContext context;
  private final DecodePool pool;

  public ScanExecution(ScanContext context, DecodePool pool) {
    this.context = context;
    this.pool = pool;
  }

  /** The rows of the plan, at most {@code limit}. */
  public ArrowReader open(ScanPlan plan, long limit, int threads) {
    BufferAllocator allocator =
        context.allocator().newChildAllocator("scan", 0, context.allocator().getLimit());
    boolean few = context.scan().filter() == null && limit <= context.batchSize();
    int batchSize = few ? (int) Math.max(1, limit) : context.batchSize();
    ScanContext own = context.withAllocator(allocator, batchSize);
    Units units = units(plan.tasks(), own, limit);
    BatchSource batches =
        threads == 1 || few || plan.tasks().isEmpty()
            ? new SequentialBatches(units)
            : new PeekedBatches(units, pool, threads);
    int enough = (int) Math.min(Math.max(1, limit), (batchSize + 1) / 2);
    BatchSource coalesced = new CoalescedBatches(batches, enough, batchSize, allocator);
    return new LakeArrowReader(allocator, plan.schema(), coalesced, limit, allocator::close);
  }

  /** Where a limit may end the scan early, nothing is opened before its turn. */
  private static Units units(List<ScanTask> tasks, ScanContext context, long limit) {
    boolean all = limit == Long.MAX_VALUE;
    Units files = new ScanUnits(tasks, context, all ? FILES_AHEAD : 1);
    return all && isRemote(tasks) ? new UnitsAhead(files, ROW_GROUPS_AHEAD) : files;
  }

  private static boolean isRemote(List<ScanTask> tasks) {
    return tasks.stream()
        .anyMatch(
            task -> task instanceof DataFileTask file && ObjectStores.isRemote(file.location()));
  }

  /**
   * How many rows the plan has, at most {@code limit}; opens only files of which the catalog cannot
   * tell.
   */
  public long count(ScanPlan plan, long limit) {
    long count = 0;
    List<ScanTask> unknown = new ArrayList<>();
    for (ScanTask task : plan.tasks()) {
      if (context.scan().filter() != null) {
        unknown.add(task);
      } else if (task instanceof DataFileTask file) {
        if (file.file().partialFileInfo() != null
            || file.file().holdsRowsAfter(context.scan().snapshot().id())) {
          unknown.add(task);
        } else {
          count += file.recordCount() - deleted(file);
        }
      } else {
        count += task.recordCount();
      }
    }
    if (count < limit && !unknown.isEmpty()) {
      count += countRows(unknown);
    }
    return Math.min(count, limit);
  }

  private long deleted(DataFileTask task) {
    if (task.deletes().isEmpty()) {
      return task.inlinedDeletes().size();
    }
    return new DeleteFileReader(
            context.scan().snapshot().id(), context.opener(), context.keys(), context.allocator())
        .read(task)
        .cardinality();
  }

  private long countRows(List<ScanTask> tasks) {
    long count = 0;
    try (BatchSource batches = new SequentialBatches(units(tasks, context, Long.MAX_VALUE))) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        count += batch.rows();
        batch.close();
      }
    }
    return count;
  }
}
