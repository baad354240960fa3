package io.quacklake.transact.internal.maintain;

import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.ScanTask.DataFileTask;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Data files that become one: of one partition, written while the table had the same columns.
 *
 * @param sources in the order of their rows, at least two
 * @param columns those that the table had then
 */
public record MergeGroup(List<DataFileTask> sources, List<Column> columns) {
  public MergeGroup {
    sources = List.copyOf(sources);
    columns = List.copyOf(columns);
  }

  DataFile first() {
    return sources.get(0).file();
  }

  public long bytes() {
    return sources.stream().mapToLong(each -> each.file().sizeBytes()).sum();
  }

  /** The newest snapshot whose rows are among those of the sources. */
  SnapshotId newest() {
    SnapshotId newest = first().lifespan().begin();
    for (DataFileTask source : sources) {
      SnapshotId last =
          Objects.requireNonNullElse(source.file().partialMax(), source.file().lifespan().begin());
      newest = last.compareTo(newest) > 0 ? last : newest;
    }
    return newest;
  }

  /** The row id of the first row, if those of all sources, one after another, have no gap. */
  @Nullable Long rowIdStart() {
    Long next = first().rowIdStart();
    for (DataFileTask source : sources) {
      Long start = source.file().rowIdStart();
      if (next == null || !next.equals(start)) {
        return null;
      }
      next += source.file().recordCount();
    }
    return first().rowIdStart();
  }

  /** The directory of the partition below the table's, with a separator at the end; or empty. */
  String directory() {
    String path = first().path().isRelative() ? first().path().value() : "";
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
