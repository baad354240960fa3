package io.quacklake.transact;

import io.quacklake.format.DuckLakeException;
import io.quacklake.format.SnapshotId;

/**
 * Another writer changed what the transaction builds on. Nothing was committed; run the transaction
 * again on the latest snapshot.
 */
public final class CommitConflictException extends DuckLakeException {
  private final String ours;
  private final String theirs;
  private final SnapshotId snapshot;

  /**
   * @param ours what the transaction wanted to do, such as {@code deleted_from_table:7}
   * @param theirs what the other one did, in the same grammar
   * @param snapshot the other one's
   */
  public CommitConflictException(String message, String ours, String theirs, SnapshotId snapshot) {
    super(message, null);
    this.ours = ours;
    this.theirs = theirs;
    this.snapshot = snapshot;
  }

  public String ours() {
    return ours;
  }

  public String theirs() {
    return theirs;
  }

  /** The snapshot of the other change. */
  public SnapshotId snapshot() {
    return snapshot;
  }
}
