package io.quacklake.format;

/** The number of a snapshot; each commit adds one. */
public record SnapshotId(long value) implements Comparable<SnapshotId> {
  @Override
  public int compareTo(SnapshotId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
