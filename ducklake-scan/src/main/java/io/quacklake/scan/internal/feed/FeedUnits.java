package io.quacklake.scan.internal.feed;

import io.quacklake.format.file.InlinedTable;
import io.quacklake.scan.internal.batches.BatchSource;
import io.quacklake.scan.internal.batches.Units;
import io.quacklake.scan.internal.read.ScanContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a feed: deleted rows, file by file in the order of the files' ids, those of the
 * catalog last; then written rows in the same order. Before the first part come the delete files
 * and a look at the keys of rows that may be updated.
 */
final class FeedUnits implements Units {
  private final FeedPlan plan;
  private final FeedSources sources;
  private final ScanContext context;
  private @Nullable Deque<Supplier<Part>> parts;
  private @Nullable Part current;

  /** Some units, and what makes changes of their rows. */
  private record Part(Units units, UnaryOperator<BatchSource> changes) {}

  FeedUnits(FeedPlan plan, ScanContext context) {
    this.plan = plan;
    this.context = context;
    this.sources = new FeedSources(plan, context);
  }

  @Override
  public @Nullable BatchSource next() {
    if (parts == null) {
      sources.readDeletes();
      parts = parts(new UpdatedRows(plan, sources).find());
    }
    while (true) {
      if (current != null) {
        BatchSource unit = current.units().next();
        if (unit != null) {
          return current.changes().apply(unit);
        }
        close();
      }
      Supplier<Part> part = parts.poll();
      if (part == null) {
        return null;
      }
      current = part.get();
    }
  }

  private Deque<Supplier<Part>> parts(Images updated) {
    Deque<Supplier<Part>> all = new ArrayDeque<>();
    var allocator = context.allocator();
    int index = 0;
    for (ChangedFile file : plan.files()) {
      int at = index++;
      if (!sources.deletions(file).isEmpty()) {
        UnaryOperator<BatchSource> deleted =
            rows ->
                FeedBatches.deleted(rows, updated, sources.history(file), file.end(), allocator);
        all.add(() -> new Part(sources.deleted(file, at), deleted));
      }
    }
    for (InlinedTable table : plan.ended()) {
      int at = index++;
      all.add(
          () ->
              new Part(
                  new SingleUnit(sources.ended(table, at)),
                  rows -> FeedBatches.deleted(rows, updated, allocator)));
    }
    UnaryOperator<BatchSource> inserted = rows -> FeedBatches.inserted(rows, updated, allocator);
    for (ChangedFile file : plan.files()) {
      int at = index++;
      if (file.mayHoldInserts(plan.range())) {
        all.add(() -> new Part(sources.inserted(file, at), inserted));
      }
    }
    for (InlinedTable table : plan.begun()) {
      int at = index++;
      all.add(() -> new Part(new SingleUnit(sources.begun(table, at)), inserted));
    }
    return all;
  }

  /** Units of which there is one. */
  private static final class SingleUnit implements Units {
    private @Nullable BatchSource unit;

    SingleUnit(BatchSource unit) {
      this.unit = unit;
    }

    @Override
    public @Nullable BatchSource next() {
      BatchSource given = unit;
      unit = null;
      return given;
    }

    @Override
    public void close() {
      if (unit != null) {
        unit.close();
        unit = null;
      }
    }
  }

  @Override
  public void close() {
    if (current != null) {
      current.units().close();
      current = null;
    }
  }
}
