package io.quacklake.scan.internal.plan;

import io.quacklake.format.file.DataFile;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.internal.prune.PartitionPruner;
import io.quacklake.format.internal.prune.StatsPruner;
import io.quacklake.format.internal.prune.ValueRange;
import io.quacklake.format.partition.PartitionSpec;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a data file could hold a row that matches: by its partition values first, then by its
 * column statistics.
 */
public final class FilePruner {
  /** What becomes of a file, and why. */
  enum Decision {
    KEEP,
    PARTITION,
    STATISTICS
  }

  private final @Nullable BoundPredicate filter;
  private final Supplier<Map<Long, PartitionSpec>> specs;

  /**
   * @param specs gives all specs that files of the table may have, by id; asked for only if there
   *     are such files
   */
  public FilePruner(BoundScan scan, Supplier<Map<Long, PartitionSpec>> specs) {
    this.filter = scan.filter();
    this.specs = specs;
  }

  /** Whether a file has to be read. */
  public boolean mayMatch(DataFile file) {
    return decide(file) == Decision.KEEP;
  }

  Decision decide(DataFile file) {
    if (filter == null) {
      return Decision.KEEP;
    }
    PartitionSpec spec = file.partitionId() == null ? null : specs.get().get(file.partitionId());
    if (spec != null && !PartitionPruner.mightMatch(filter, spec, file.partitionValues())) {
      return Decision.PARTITION;
    }
    boolean mightMatch =
        StatsPruner.mightMatch(
            filter, leaf -> ValueRange.of(leaf.type(), file.stats().get(leaf.id())));
    return mightMatch ? Decision.KEEP : Decision.STATISTICS;
  }
}
