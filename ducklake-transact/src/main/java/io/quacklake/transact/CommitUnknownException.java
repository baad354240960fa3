package io.quacklake.transact;

import io.quacklake.format.DuckLakeException;
import io.quacklake.format.SnapshotId;
import java.util.List;

/**
 * The commit may have happened: the connection was lost while it did. The files that it wrote were
 * left in place. Look for the snapshot before you run the transaction again.
 */
public final class CommitUnknownException extends DuckLakeException {
  private final SnapshotId snapshot;
  private final List<String> files;

  /**
   * @param snapshot the id that the snapshot has if the commit happened
   * @param files what the transaction wrote
   */
  public CommitUnknownException(
      String message, SnapshotId snapshot, List<String> files, Throwable cause) {
    super(message, cause);
    this.snapshot = snapshot;
    this.files = List.copyOf(files);
  }

  public SnapshotId snapshot() {
    return snapshot;
  }

  /** Where the files lie that the transaction wrote. */
  public List<String> files() {
    return files;
  }
}
