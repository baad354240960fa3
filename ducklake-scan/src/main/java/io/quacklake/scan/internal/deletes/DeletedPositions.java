package io.quacklake.scan.internal.deletes;

import org.roaringbitmap.RoaringBitmap;

/**
 * Takes the positions of a data file that delete files name, with the snapshot that deleted them.
 */
interface DeletedPositions {
  void add(long snapshot, long position);

  /** Positions below 2^32. */
  void addAll(long snapshot, RoaringBitmap positions);
}
