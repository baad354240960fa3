package io.quacklake.format;

import org.jspecify.annotations.Nullable;

/**
 * The snapshots in which a catalog row is visible: from {@code begin} up to, but not including,
 * {@code end}.
 */
public record Lifespan(SnapshotId begin, @Nullable SnapshotId end) {
  public boolean contains(SnapshotId snapshot) {
    return begin.compareTo(snapshot) <= 0 && (end == null || snapshot.compareTo(end) < 0);
  }
}
