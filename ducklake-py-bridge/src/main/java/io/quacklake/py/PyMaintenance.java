package io.quacklake.py;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quacklake.format.Snapshot;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.CompactionResult;
import io.quacklake.transact.Maintenance;
import io.quacklake.transact.SnapshotsToExpire;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maintenance as Python calls it; each call is one of {@link Maintenance}. */
public final class PyMaintenance {
  private final LakehouseSession lake;
  private final Lease lease;
  private volatile @Nullable Thread working;

  PyMaintenance(LakehouseSession lake, Lease lease) {
    this.lake = lake;
    this.lease = lease;
  }

  /**
   * Merges small data files; what was done, as JSON rows.
   *
   * @param table null for all
   */
  public String mergeAdjacentFiles(@Nullable String table, boolean dryRun) {
    return call(
        () ->
            Json.rows(maintenance(table, dryRun).mergeAdjacentFiles(), PyMaintenance::compaction));
  }

  /**
   * Forgets snapshots; their numbers, as a JSON array.
   *
   * @param olderThan an age; null for any
   * @param before a time; null for any
   * @param keepLast null for the newest only
   * @param snapshots numbers; null for any
   */
  public String expireSnapshots(
      @Nullable String olderThan,
      @Nullable String before,
      @Nullable Long keepLast,
      long @Nullable [] snapshots,
      boolean dryRun) {
    Maintenance lake = maintenance(null, dryRun);
    return call(
        () -> {
          List<Snapshot> gone;
          if (olderThan == null && before == null && keepLast == null && snapshots == null) {
            gone = lake.expireSnapshots();
          } else {
            Instant limit = before == null ? null : Times.parse(before);
            if (olderThan != null) {
              limit = Instant.now().minus(Maintenance.age(olderThan));
            }
            Set<Long> ids =
                snapshots == null
                    ? null
                    : Arrays.stream(snapshots).boxed().collect(Collectors.toSet());
            gone =
                lake.expireSnapshots(
                    new SnapshotsToExpire(
                        limit, keepLast == null ? 1 : Math.toIntExact(keepLast), ids));
          }
          long[] numbers = gone.stream().mapToLong(each -> each.id().value()).toArray();
          return Json.text(json -> json.writeArray(numbers, 0, numbers.length));
        });
  }

  /**
   * Removes files that the catalog does not name; where they were, as a JSON array.
   *
   * @param olderThan an age; null for what the lake says
   */
  public String deleteOrphanedFiles(@Nullable String olderThan, boolean dryRun) {
    Maintenance lake = maintenance(null, dryRun);
    return call(
        () ->
            locations(
                olderThan == null
                    ? lake.deleteOrphanedFiles()
                    : lake.deleteOrphanedFiles(Maintenance.age(olderThan))));
  }

  /**
   * Removes files that were scheduled for deletion; where they were, as a JSON array.
   *
   * @param olderThan an age; null for what the lake says
   */
  public String cleanupOldFiles(@Nullable String olderThan, boolean dryRun) {
    Maintenance lake = maintenance(null, dryRun);
    return call(
        () ->
            locations(
                olderThan == null
                    ? lake.cleanupOldFiles()
                    : lake.cleanupOldFiles(Maintenance.age(olderThan))));
  }

  private static String locations(List<String> locations) {
    return Json.text(
        json -> json.writeArray(locations.toArray(String[]::new), 0, locations.size()));
  }

  /** Interrupts the call that is under way; from any thread. */
  public void cancel() {
    Thread busy = working;
    if (busy != null) {
      busy.interrupt();
    }
  }

  private Maintenance maintenance(@Nullable String table, boolean dryRun) {
    Maintenance all = Maintenance.of(lake);
    Maintenance chosen = table == null ? all : all.onTable(table);
    return dryRun ? chosen.dryRun() : chosen;
  }

  private <T> T call(Supplier<T> work) {
    Runnable release = lease.take();
    working = Thread.currentThread();
    try {
      return work.get();
    } finally {
      working = null;
      release.run();
    }
  }

  private static void compaction(CompactionResult done, JsonGenerator json) throws IOException {
    json.writeStringField("table", done.table().toString());
    json.writeNumberField("files_processed", done.filesProcessed());
    json.writeNumberField("files_created", done.filesCreated());
    json.writeNumberField("bytes_processed", done.bytesProcessed());
    json.writeNumberField("bytes_created", done.bytesCreated());
    if (done.snapshot() == null) {
      json.writeNullField("snapshot_id");
    } else {
      json.writeNumberField("snapshot_id", done.snapshot().value());
    }
  }
}
