package io.quacklake.scan.internal.feed;

import io.quacklake.format.SnapshotId;
import java.util.Set;

/**
 * The snapshots of a feed.
 *
 * @param from the first
 * @param to the last
 * @param silent those among them that only moved rows of the table from file to file
 */
public record FeedRange(SnapshotId from, SnapshotId to, Set<Long> silent) {
  public FeedRange {
    silent = Set.copyOf(silent);
  }

  boolean contains(long snapshot) {
    return snapshot >= from.value() && snapshot <= to.value() && !silent.contains(snapshot);
  }
}
