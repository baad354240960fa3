package io.quacklake.transact;

import io.quacklake.format.SnapshotId;

/**
 * What came of a commit.
 *
 * @param snapshot the snapshot that the commit made; where nothing was changed, the one that the
 *     transaction began with
 * @param attempts how many times the catalog was asked; 0 where nothing was changed
 * @param changes what it did, in the catalog's own grammar ({@code inserted_into_table:1,…})
 */
public record CommitResult(SnapshotId snapshot, int attempts, String changes) {

  /** Whether there is a new snapshot. */
  public boolean wroteSnapshot() {
    return attempts > 0;
  }
}
