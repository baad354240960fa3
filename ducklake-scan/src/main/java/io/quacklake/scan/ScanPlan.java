package io.quacklake.scan;

import io.quacklake.format.Snapshot;
import io.quacklake.format.schema.TableInfo;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a scan would read. Planning asks the catalog only; no data file is opened.
 *
 * @param schema of the batches
 * @param tasks in the order in which their rows come
 * @param report how many files there are and why some are left out
 */
public record ScanPlan(
    Snapshot snapshot, TableInfo table, Schema schema, List<ScanTask> tasks, ScanReport report) {
  public ScanPlan {
    tasks = List.copyOf(tasks);
  }

  /** The data files among the tasks. */
  public List<ScanTask.DataFileTask> files() {
    return tasks.stream()
        .filter(ScanTask.DataFileTask.class::isInstance)
        .map(ScanTask.DataFileTask.class::cast)
        .toList();
  }
}
