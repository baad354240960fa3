package io.quacklake.transact;

import io.quacklake.format.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots are to go. The newest one stays always.
 *
 * @param before those that are older than that; null for any
 * @param kept so many of the newest stay
 * @param ids only these; null for any
 */
public record SnapshotsToExpire(@Nullable Instant before, int kept, @Nullable Set<Long> ids) {
  public SnapshotsToExpire {
    if (kept < 1) {
      throw new IllegalArgumentException("At least 1 snapshot is kept, not " + kept);
    }
    ids = ids == null ? null : Set.copyOf(ids);
  }

  /** Those that are older than that. */
  public static SnapshotsToExpire olderThan(Duration age) {
    return before(Instant.now().minus(age));
  }

  /** Those from before a time. */
  public static SnapshotsToExpire before(Instant time) {
    return new SnapshotsToExpire(time, 1, null);
  }

  /** All but the newest ones. */
  public static SnapshotsToExpire keepingLast(int count) {
    return new SnapshotsToExpire(null, count, null);
  }

  /** The ones with these numbers; numbers of no snapshot are no matter. */
  public static SnapshotsToExpire of(Collection<Long> ids) {
    return new SnapshotsToExpire(null, 1, Set.copyOf(ids));
  }

  /** The same, but so many of the newest stay. */
  public SnapshotsToExpire andKeepLast(int count) {
    return new SnapshotsToExpire(before, count, ids);
  }

  /** Those that go, of all snapshots, the oldest first. */
  List<Snapshot> among(List<Snapshot> all) {
    return IntStream.range(0, Math.max(0, all.size() - kept))
        .mapToObj(all::get)
        .filter(each -> before == null || each.time().isBefore(before))
        .filter(each -> ids == null || ids.contains(each.id().value()))
        .toList();
  }
}
