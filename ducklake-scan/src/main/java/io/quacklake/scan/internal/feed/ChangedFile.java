package io.quacklake.scan.internal.feed;

import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.DataFile;
import io.quacklake.scan.ScanTask.DataFileTask;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data file that may hold rows of a feed.
 *
 * @param task the file with all delete files that it ever had
 * @param inlinedDeletes positions that the catalog itself says are deleted, by snapshot
 */
public record ChangedFile(DataFileTask task, Map<SnapshotId, List<Long>> inlinedDeletes) {
  public ChangedFile {
    inlinedDeletes = Map.copyOf(inlinedDeletes);
  }

  boolean hasDeletes() {
    return !task.deletes().isEmpty() || !inlinedDeletes.isEmpty();
  }

  long begin() {
    return task.file().lifespan().begin().value();
  }

  /** The snapshot that deleted all rows that were left, {@link Long#MAX_VALUE} if none did. */
  long end() {
    SnapshotId end = task.file().lifespan().end();
    return end == null ? Long.MAX_VALUE : end.value();
  }

  /** Whether its rows may be of several snapshots. */
  boolean isPartial() {
    return task.file().partialMax() != null || task.file().partialFileInfo() != null;
  }

  /** Whether it may hold rows that were written by a snapshot of the range. */
  boolean mayHoldInserts(FeedRange range) {
    if (!isPartial()) {
      return range.contains(begin());
    }
    DataFile file = task.file();
    @Nullable SnapshotId newest = file.partialMax();
    return newest == null || newest.compareTo(range.from()) >= 0;
  }
}
