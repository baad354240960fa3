package io.quacklake.format.file;

import io.quacklake.format.SnapshotId;

/** Which rows of an inlined table are meant. */
public sealed interface InlinedRowSet {

  /** The newest snapshot that has a part in it. */
  SnapshotId newest();

  /** Rows that a snapshot sees. */
  record VisibleAt(SnapshotId snapshot) implements InlinedRowSet {
    @Override
    public SnapshotId newest() {
      return snapshot;
    }
  }

  /** Rows that were written by one of these snapshots, both included, whatever became of them. */
  record BegunIn(SnapshotId from, SnapshotId to) implements InlinedRowSet {
    @Override
    public SnapshotId newest() {
      return to;
    }
  }

  /** Rows that were deleted by one of these snapshots, both included. */
  record EndedIn(SnapshotId from, SnapshotId to) implements InlinedRowSet {
    @Override
    public SnapshotId newest() {
      return to;
    }
  }
}
