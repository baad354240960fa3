package io.quacklake.transact.internal.parquet.encode;

/** The hybrid of run lengths and bit packing: levels and dictionary indices. */
public final class RleHybrid {
  private RleHybrid() {}

  /** Bits for values from 0 to {@code max}. */
  public static int bitWidth(int max) {
    return 32 - Integer.numberOfLeadingZeros(max);
  }

  /** Writes {@code count} times the same value. */
  public static void repeat(int value, int count, int bitWidth, ByteSink out) {
    if (count == 0) {
      return;
    }
    out.putVarint((long) count << 1);
    for (int shift = 0; shift < bitWidth; shift += 8) {
      out.putByte(value >>> shift);
    }
  }

  public static void encode(int[] values, int from, int to, int bitWidth, ByteSink out) {
    if (bitWidth == 0) {
      repeat(0, to - from, 0, out);
      return;
    }
    int at = from;
    while (at < to) {
      int run = runFrom(values, at, to);
      if (run >= 8 || at + run == to) {
        repeat(values[at], run, bitWidth, out);
        at += run;
        continue;
      }
      // Whole groups of eight up to the next long run.
      int end = at + 8;
      while (end < to && !runOfEight(values, end, to)) {
        end += 8;
      }
      pack(values, at, Math.min(end, to), bitWidth, out);
      at = end;
    }
  }

  private static int runFrom(int[] values, int at, int to) {
    int value = values[at];
    int end = at + 1;
    while (end < to && values[end] == value) {
      end++;
    }
    return end - at;
  }

  private static boolean runOfEight(int[] values, int at, int to) {
    if (to - at < 8) {
      return false;
    }
    int value = values[at];
    for (int i = at + 1; i < at + 8; i++) {
      if (values[i] != value) {
        return false;
      }
    }
    return true;
  }

  private static void pack(int[] values, int from, int to, int bitWidth, ByteSink out) {
    int groups = (to - from + 7) >>> 3;
    out.putVarint(((long) groups << 1) | 1);
    packBits(values, from, to, bitWidth, groups * bitWidth, out);
  }

  /** Packs values, least significant bit first, into exactly {@code bytes} bytes. */
  static void packBits(int[] values, int from, int to, int bitWidth, int bytes, ByteSink out) {
    byte[] array = out.room(bytes + 8);
    int position = out.size();
    int end = position + bytes;
    long pending = 0;
    int bits = 0;
    for (int i = from; i < to; i++) {
      pending |= (long) values[i] << bits;
      bits += bitWidth;
      if (bits >= 32) {
        ByteSink.INTS.set(array, position, (int) pending);
        position += 4;
        pending >>>= 32;
        bits -= 32;
      }
    }
    while (position < end) {
      array[position++] = (byte) pending;
      pending >>>= 8;
    }
    out.advance(bytes);
  }
}
