package io.quacklake.scan.internal.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Row ids by snapshot. Filled by one thread, then only read. */
final class Images {
  private final Map<Long, Roaring64Bitmap> rowIds = new HashMap<>();

  void add(long snapshot, long rowId) {
    rowIds.computeIfAbsent(snapshot, each -> new Roaring64Bitmap()).addLong(rowId);
  }

  boolean contains(long snapshot, long rowId) {
    Roaring64Bitmap ids = rowIds.get(snapshot);
    return ids != null && ids.contains(rowId);
  }

  Set<Long> snapshots() {
    return rowIds.keySet();
  }

  boolean isEmpty() {
    return rowIds.isEmpty();
  }
}
