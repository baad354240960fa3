package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Ordering;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Extremes of byte strings. */
final class BytesExtremes implements Extremes {
  private final Ordering ordering;
  private final boolean text;
  private byte @Nullable [] min;
  private byte @Nullable [] max;
  private long minKey;
  private long maxKey;

  BytesExtremes(Leaf leaf) {
    ordering = leaf.ordering();
    text =
        leaf.field().type() == PrimitiveType.VARCHAR || leaf.field().type() == PrimitiveType.JSON;
  }

  void add(byte[] array, int from, int to) {
    if (ordering == Ordering.NONE) {
      return;
    }
    byte[] least = min;
    byte[] greatest = max;
    long key = key(array, from, to);
    if (least == null || greatest == null) {
      min = max = Arrays.copyOfRange(array, from, to);
      minKey = maxKey = key;
      return;
    }
    // Most values lie strictly between by their first bytes alone.
    if (key <= minKey && compare(array, from, to, least) < 0) {
      min = Arrays.copyOfRange(array, from, to);
      minKey = key;
    } else if (key >= maxKey && compare(array, from, to, greatest) > 0) {
      max = Arrays.copyOfRange(array, from, to);
      maxKey = key;
    }
  }

  /** The first eight bytes as a number of the same order; shorter values are filled with zeros. */
  private long key(byte[] array, int from, int to) {
    int length = to - from;
    long word;
    if (from + 8 <= array.length) {
      word = (long) ByteSink.LONGS.get(array, from);
      if (length < 8) {
        word = length == 0 ? 0 : word & (-1L >>> (64 - 8 * length));
      }
    } else {
      word = 0;
      for (int i = 0; i < Math.min(8, length); i++) {
        word |= (array[from + i] & 0xFFL) << (8 * i);
      }
    }
    long bigEndian = Long.reverseBytes(word);
    return ordering == Ordering.BIG_ENDIAN_NUMBER ? bigEndian : bigEndian ^ Long.MIN_VALUE;
  }

  private int compare(byte[] array, int from, int to, byte[] other) {
    if (ordering == Ordering.BIG_ENDIAN_NUMBER && array[from] != other[0]) {
      return Byte.compare(array[from], other[0]);
    }
    return Arrays.compareUnsigned(array, from, to, other, 0, other.length);
  }

  void merge(BytesExtremes other) {
    byte[] otherMin = other.min;
    byte[] otherMax = other.max;
    if (otherMin != null && otherMax != null) {
      add(otherMin, 0, otherMin.length);
      add(otherMax, 0, otherMax.length);
    }
  }

  byte @Nullable [] min() {
    return min;
  }

  byte @Nullable [] max() {
    return max;
  }

  @Override
  public boolean hasNan() {
    return false;
  }

  @Override
  public @Nullable Bounds bounds(int maxBytes) {
    byte[] least = min;
    byte[] greatest = max;
    if (least == null || greatest == null) {
      return null;
    }
    boolean shortMin = least.length <= maxBytes;
    boolean shortMax = greatest.length <= maxBytes;
    return new Bounds(
        shortMin ? least : Arrays.copyOf(least, cut(least, maxBytes)),
        shortMin,
        shortMax ? greatest : above(greatest, maxBytes),
        shortMax);
  }

  /** Where to cut so that no code point is torn. */
  private int cut(byte[] bytes, int maxBytes) {
    int end = maxBytes;
    while (text && end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  /** A short string above all that begin as {@code bytes} does, or null if there is none. */
  private byte @Nullable [] above(byte[] bytes, int maxBytes) {
    int end = cut(bytes, maxBytes);
    while (end > 0) {
      int start = end - 1;
      while (text && start > 0 && (bytes[start] & 0xC0) == 0x80) {
        start--;
      }
      byte[] next = text ? nextCodePoint(bytes, start, end) : nextByte(bytes[start]);
      if (next != null) {
        byte[] result = Arrays.copyOf(bytes, start + next.length);
        System.arraycopy(next, 0, result, start, next.length);
        return result;
      }
      end = start;
    }
    return null;
  }

  private static byte @Nullable [] nextByte(byte value) {
    return value == (byte) 0xFF ? null : new byte[] {(byte) (value + 1)};
  }

  private static byte @Nullable [] nextCodePoint(byte[] bytes, int start, int end) {
    return Utf8.next(bytes, start, end);
  }
}
