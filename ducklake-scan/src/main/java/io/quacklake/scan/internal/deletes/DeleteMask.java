package io.quacklake.scan.internal.deletes;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.scan.internal.filter.RowMask;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** The deleted positions of one data file, counted from 0. Filled by one thread, then only read. */
public final class DeleteMask {
  private static final long MAX_POSITION = 0xFFFFFFFEL;

  private final RoaringBitmap positions = new RoaringBitmap();

  /** Marks a position as deleted; twice is once. */
  public void add(long position) {
    positions.add((int) checked(position));
  }

  /** Marks all positions of {@code other}, which are those below 2^32. */
  public void addAll(RoaringBitmap other) {
    positions.or(other);
  }

  /** Positions that are deleted. */
  public long cardinality() {
    return positions.getLongCardinality();
  }

  public boolean isEmpty() {
    return positions.isEmpty();
  }

  /** Positions of {@code [from, to)} that are deleted. */
  public long cardinality(long from, long to) {
    return positions.rangeCardinality(from, to);
  }

  /** Takes the deleted rows out of a mask whose first row is at position {@code first}. */
  public void clear(RowMask mask, long first) {
    PeekableIntIterator iterator = positions.getIntIterator();
    iterator.advanceIfNeeded((int) first);
    while (iterator.hasNext()) {
      long row = (iterator.next() & 0xFFFFFFFFL) - first;
      if (row >= mask.size()) {
        return;
      }
      mask.clear((int) row);
    }
  }

  public boolean contains(long position) {
    return positions.contains((int) position);
  }

  static long checked(long position) {
    if (position < 0 || position > MAX_POSITION) {
      throw new UnsupportedFeatureException(
          "data file of more than 2^32 rows", "Cannot delete position " + position + ".");
    }
    return position;
  }
}
