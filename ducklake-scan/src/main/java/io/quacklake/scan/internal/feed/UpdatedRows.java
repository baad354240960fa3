package io.quacklake.scan.internal.feed;

import io.quacklake.format.file.InlinedTable;
import io.quacklake.scan.internal.batches.Batch;
import io.quacklake.scan.internal.batches.BatchSource;
import io.quacklake.scan.internal.batches.Units;
import java.util.HashSet;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Finds the rows that a snapshot both deleted and wrote: those it updated. Reads keys only. */
final class UpdatedRows {
  private final FeedPlan plan;
  private final FeedSources sources;

  UpdatedRows(FeedPlan plan, FeedSources sources) {
    this.plan = plan;
    this.sources = sources;
  }

  private interface Keys {
    void row(long snapshot, long rowId);
  }

  Images find() {
    Images updated = new Images();
    Images written = written(deletingSnapshots());
    if (written.isEmpty()) {
      return updated;
    }
    Keys pair =
        (snapshot, rowId) -> {
          if (written.contains(snapshot, rowId)) {
            updated.add(snapshot, rowId);
          }
        };
    for (ChangedFile file : plan.files()) {
      Set<Long> snapshots = new HashSet<>(sources.deletions(file));
      snapshots.retainAll(written.snapshots());
      if (!snapshots.isEmpty()) {
        try (Units units = sources.deletedKeys(file, snapshots)) {
          each(units, file, pair);
        }
      }
    }
    for (InlinedTable table : plan.ended()) {
      each(sources.endedKeys(table), null, pair);
    }
    return updated;
  }

  private Images written(Set<Long> deleting) {
    Images written = new Images();
    if (deleting.isEmpty()) {
      return written;
    }
    Keys add =
        (snapshot, rowId) -> {
          if (deleting.contains(snapshot)) {
            written.add(snapshot, rowId);
          }
        };
    for (ChangedFile file : plan.files()) {
      if (file.mayHoldInserts(plan.range())
          && (file.isPartial() || deleting.contains(file.begin()))) {
        try (Units units = sources.insertedKeys(file)) {
          each(units, null, add);
        }
      }
    }
    for (InlinedTable table : plan.begun()) {
      each(sources.begunKeys(table), null, add);
    }
    return written;
  }

  private Set<Long> deletingSnapshots() {
    Set<Long> snapshots = new HashSet<>();
    for (ChangedFile file : plan.files()) {
      snapshots.addAll(sources.deletions(file));
    }
    for (InlinedTable table : plan.ended()) {
      each(sources.endedKeys(table), null, (snapshot, rowId) -> snapshots.add(snapshot));
    }
    return snapshots;
  }

  private void each(Units units, @Nullable ChangedFile deleted, Keys keys) {
    for (BatchSource unit = units.next(); unit != null; unit = units.next()) {
      each(unit, deleted, keys);
    }
  }

  /**
   * @param deleted the file of which the rows are deleted ones, null where they tell their snapshot
   *     themselves
   */
  private void each(BatchSource unit, @Nullable ChangedFile deleted, Keys keys) {
    try (unit) {
      for (Batch batch = unit.next(); batch != null; batch = unit.next()) {
        try (Batch keyed = batch) {
          RowKeys rows = RowKeys.of(keyed);
          if (deleted != null) {
            rows.setDeletingSnapshots(sources.history(deleted), deleted.end());
          }
          BigIntVector snapshots = rows.snapshots();
          for (int i = 0; i < keyed.rows(); i++) {
            keys.row(snapshots.get(i), rows.rowIds().get(i));
          }
        }
      }
    }
  }
}
