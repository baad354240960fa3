package io.quacklake.transact.internal.change;

import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.change.Change;
import io.quacklake.format.change.ChangeKind;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.ScanPlan;
import io.quacklake.scan.ScanTask;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.InlinedDataTask;
import io.quacklake.transact.CommitConflictException;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * That a snapshot is read from the files from which it was read before. Its rows stay the same when
 * somebody merges or flushes files, but no longer lie where they were found.
 */
final class UnchangedFiles {
  /** What moves rows between files; a word of a later version may. */
  private static final Set<ChangeKind> MOVES =
      EnumSet.of(
          ChangeKind.MERGE_ADJACENT,
          ChangeKind.REWRITE_DELETE,
          ChangeKind.COMPACTED_TABLE,
          ChangeKind.INLINE_FLUSH,
          ChangeKind.FLUSHED_INLINED,
          ChangeKind.UNKNOWN);

  private UnchangedFiles() {}

  /**
   * @throws CommitConflictException if another plan of the same rows counts its tasks in another
   *     way
   */
  static void require(LakehouseSession lake, ScanPlan first, ScanPlan other) {
    if (!places(first).equals(places(other))) {
      throw lake.catalog()
          .read(
              reader -> {
                SnapshotId base = first.snapshot().id();
                SnapshotId latest = reader.latest().id();
                return conflict(
                    first.table(),
                    base,
                    reader.snapshots(new SnapshotId(base.value() + 1), latest),
                    latest);
              });
    }
  }

  private static List<String> places(ScanPlan plan) {
    return plan.tasks().stream().map(UnchangedFiles::place).toList();
  }

  private static String place(ScanTask task) {
    return task instanceof InlinedDataTask inlined
        ? inlined.table().tableName()
        : ((DataFileTask) task).location();
  }

  private static CommitConflictException conflict(
      TableInfo table, SnapshotId base, List<Snapshot> others, SnapshotId latest) {
    String ours = ChangeKind.DELETED_FROM_TABLE.word() + ":" + table.id().value();
    for (Snapshot other : others) {
      for (Change theirs : Change.parse(other.changes())) {
        boolean ofTable = theirs.id().equals(OptionalLong.of(table.id().value()));
        if (MOVES.contains(theirs.kind()) && (ofTable || theirs.kind() == ChangeKind.UNKNOWN)) {
          return new CommitConflictException(
              "Cannot merge into table %s (id %s): its files were changed by snapshot %s (%s) after this transaction began at snapshot %s, while rows were merged in several parts. Re-run it on the latest snapshot."
                  .formatted(table.ref(), table.id(), other.id(), theirs, base),
              ours,
              theirs.text(),
              other.id());
        }
      }
    }
    return new CommitConflictException(
        "Cannot merge into table %s (id %s): its files were changed after snapshot %s, on which this transaction builds, while rows were merged in several parts. By which snapshot is not known, since some have expired. Re-run it on the latest snapshot."
            .formatted(table.ref(), table.id(), base),
        ours,
        "expired",
        latest);
  }
}
