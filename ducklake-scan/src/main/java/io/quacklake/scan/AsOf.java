package io.quacklake.scan;

import io.quacklake.format.SnapshotId;
import java.time.Instant;

/** Which version of the lake to read. */
public sealed interface AsOf {
  /** The newest snapshot when the question is asked. */
  static AsOf latest() {
    return new Latest();
  }

  /** The snapshot of that number. */
  static AsOf snapshot(long id) {
    return new AtSnapshot(new SnapshotId(id));
  }

  /** The snapshot that was the latest at that time, by the times that writers gave them. */
  static AsOf time(Instant time) {
    return new AtTime(time);
  }

  /** See {@link AsOf#latest}. */
  record Latest() implements AsOf {}

  /** See {@link AsOf#snapshot}. */
  record AtSnapshot(SnapshotId id) implements AsOf {}

  /** See {@link AsOf#time}. */
  record AtTime(Instant time) implements AsOf {}
}
