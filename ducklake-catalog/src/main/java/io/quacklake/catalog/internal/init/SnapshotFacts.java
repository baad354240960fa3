package io.quacklake.catalog.internal.init;

import io.quacklake.format.SnapshotId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the catalog said of committed snapshots and cannot say otherwise later: schemas, tables,
 * columns, and which tables rows are inlined in. Files are not among it, since compaction gives old
 * snapshots other files. The snapshots asked for last are kept; threads may share it.
 */
public final class SnapshotFacts {
  private static final int SNAPSHOTS = 8;
  private static final int FACTS_OF_EACH = 256;

  private final Map<SnapshotId, Map<Key<?>, Object>> facts =
      new LinkedHashMap<>(SNAPSHOTS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SnapshotId, Map<Key<?>, Object>> eldest) {
          return size() > SNAPSHOTS;
        }
      };

  /**
   * Names a fact of type {@code T}.
   *
   * @param kind what is asked
   * @param of of what it is asked
   */
  @SuppressWarnings("UnusedTypeParameter") // the type of what is stored under it
  public record Key<T>(String kind, Object of) {}

  /** The fact, read on first use; one of another thread may win. A failure is not kept. */
  @SuppressWarnings("unchecked") // a key's type is that of the value stored under it
  public <T> T of(SnapshotId snapshot, Key<T> key, Supplier<T> read) {
    Object known;
    synchronized (facts) {
      known = facts.computeIfAbsent(snapshot, any -> new LinkedHashMap<>()).get(key);
    }
    if (known != null) {
      return (T) known;
    }
    T fresh = read.get(); // not under the lock: it asks the database
    synchronized (facts) {
      Map<Key<?>, Object> ofSnapshot =
          facts.computeIfAbsent(snapshot, any -> new LinkedHashMap<>());
      if (ofSnapshot.size() < FACTS_OF_EACH) {
        ofSnapshot.put(key, fresh);
      }
    }
    return fresh;
  }
}
