package io.quacklake.storage.internal.remote;

import io.quacklake.storage.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes requests of ranges. A request takes tens of milliseconds, in which a megabyte arrives: so
 * what lies close together is fetched as one, with what is between, and what is large in several at
 * once.
 */
public final class RangeCoalescer {
  /** Bytes that nobody wants are fetched rather than making another request. */
  static final long GAP = 1L << 20;

  /** The largest request. */
  static final long CHUNK = 8L << 20;

  private RangeCoalescer() {}

  /**
   * Disjoint ranges, ascending, that hold all wanted bytes of an object of {@code size} bytes. What
   * lies behind its end is left out.
   */
  public static List<ByteRange> requests(List<ByteRange> wanted, long size) {
    List<ByteRange> sorted = new ArrayList<>();
    for (ByteRange range : wanted) {
      long end = Math.min(range.end(), size);
      if (range.offset() < end) {
        sorted.add(new ByteRange(range.offset(), end - range.offset()));
      }
    }
    sorted.sort(Comparator.comparingLong(ByteRange::offset));
    List<ByteRange> requests = new ArrayList<>();
    long start = -1;
    long end = -1;
    for (ByteRange range : sorted) {
      if (start >= 0 && range.offset() - end <= GAP) {
        end = Math.max(end, range.end());
        continue;
      }
      split(start, end, requests);
      start = range.offset();
      end = range.end();
    }
    split(start, end, requests);
    return requests;
  }

  /** Into equal parts, so that none is late. */
  private static void split(long start, long end, List<ByteRange> into) {
    if (start < 0) {
      return;
    }
    long length = end - start;
    long parts = (length + CHUNK - 1) / CHUNK;
    long part = (length + parts - 1) / parts;
    for (long offset = start; offset < end; offset += part) {
      into.add(new ByteRange(offset, Math.min(part, end - offset)));
    }
  }
}
