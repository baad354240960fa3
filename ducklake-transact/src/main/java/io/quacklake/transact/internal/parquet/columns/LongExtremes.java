package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Ordering;
import org.jspecify.annotations.Nullable;

/** Extremes of numbers, held as keys whose signed order is the order of the values. */
final class LongExtremes implements Extremes {
  private static final int FLOAT_INFINITY = 0x7F800000;
  private static final long DOUBLE_INFINITY = 0x7FF0000000000000L;

  private final Ordering ordering;
  private final int width;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;
  private boolean any;
  private boolean nan;

  LongExtremes(Leaf leaf) {
    ordering = leaf.ordering();
    width = leaf.width();
  }

  void add(long[] values, int from, int to) {
    if (ordering == Ordering.NONE || from == to) {
      return;
    }
    switch (ordering) {
      case FLOAT32 -> addFloats(values, from, to);
      case FLOAT64 -> addDoubles(values, from, to);
      default -> {
        long flip = flip();
        long least = min;
        long greatest = max;
        for (int i = from; i < to; i++) {
          long key = values[i] ^ flip;
          least = Math.min(least, key);
          greatest = Math.max(greatest, key);
        }
        min = least;
        max = greatest;
        any = true;
      }
    }
  }

  private void addFloats(long[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      int bits = (int) values[i];
      if ((bits & Integer.MAX_VALUE) > FLOAT_INFINITY) {
        nan = true;
      } else {
        one(key(bits));
      }
    }
  }

  private void addDoubles(long[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      long bits = values[i];
      if ((bits & Long.MAX_VALUE) > DOUBLE_INFINITY) {
        nan = true;
      } else {
        one(key(bits));
      }
    }
  }

  private void one(long key) {
    min = Math.min(min, key);
    max = Math.max(max, key);
    any = true;
  }

  /** Four-byte unsigned values arrive zero-extended and need no flip. */
  private long flip() {
    return ordering == Ordering.UNSIGNED && width == 8 ? Long.MIN_VALUE : 0;
  }

  void merge(LongExtremes other) {
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    any |= other.any;
    nan |= other.nan;
  }

  /** Whether there are values to be bounded; the NaNs are none. */
  boolean any() {
    return any;
  }

  /** The smallest value as loaded: numbers as they are, floats as raw bits. */
  long min() {
    return value(min);
  }

  long max() {
    return value(max);
  }

  /** Its own inverse: negative floats sort backwards by their bits. */
  private static long key(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  private static long key(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private long value(long key) {
    return switch (ordering) {
      case FLOAT32 -> key((int) key);
      case FLOAT64 -> key(key);
      default -> key ^ flip();
    };
  }

  @Override
  public boolean hasNan() {
    return nan;
  }

  /**
   * None if there is a NaN: the reference sorts NaN above every number, so bounds without it would
   * let readers skip rows that match.
   */
  @Override
  public @Nullable Bounds bounds(int maxBytes) {
    if (!any || nan) {
      return null;
    }
    return new Bounds(plain(zeroFor(min(), -1)), true, plain(zeroFor(max(), 1)), true);
  }

  /** Parquet wants −0.0 as a lower and +0.0 as an upper bound whichever zero was met. */
  private long zeroFor(long value, int sign) {
    long negativeZero =
        ordering == Ordering.FLOAT32
            ? Integer.MIN_VALUE
            : ordering == Ordering.FLOAT64 ? Long.MIN_VALUE : 0;
    if (negativeZero == 0 || (value != 0 && value != negativeZero)) {
      return value;
    }
    return sign < 0 ? negativeZero : 0;
  }

  private byte[] plain(long value) {
    byte[] bytes = new byte[width];
    switch (width) {
      case 1 -> bytes[0] = (byte) value;
      case 4 -> ByteSink.INTS.set(bytes, 0, (int) value);
      default -> ByteSink.LONGS.set(bytes, 0, value);
    }
    return bytes;
  }
}
