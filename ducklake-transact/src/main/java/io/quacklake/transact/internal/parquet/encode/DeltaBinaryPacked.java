package io.quacklake.transact.internal.parquet.encode;

/** DELTA_BINARY_PACKED: blocks of 128 differences in 4 miniblocks. */
public final class DeltaBinaryPacked {
  private static final int BLOCK = 128;
  private static final int MINIBLOCKS = 4;
  private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

  private DeltaBinaryPacked() {}

  /**
   * @param bits 32 or 64: the type's width, at which differences wrap around
   */
  public static void encode(long[] values, int from, int to, int bits, ByteSink out) {
    int count = to - from;
    out.putVarint(BLOCK);
    out.putVarint(MINIBLOCKS);
    out.putVarint(count);
    out.putZigZag(count == 0 ? 0 : wrap(values[from], bits));
    long[] deltas = new long[BLOCK];
    for (int start = from + 1; start < to; start += BLOCK) {
      int size = Math.min(BLOCK, to - start);
      long min = Long.MAX_VALUE;
      for (int i = 0; i < size; i++) {
        deltas[i] = wrap(values[start + i] - values[start + i - 1], bits);
        min = Math.min(min, deltas[i]);
      }
      block(deltas, size, min, bits, out);
    }
  }

  private static long wrap(long value, int bits) {
    return bits == 32 ? (int) value : value;
  }

  private static void block(long[] deltas, int size, long min, int bits, ByteSink out) {
    out.putZigZag(min);
    long mask = bits == 32 ? 0xFFFFFFFFL : -1L;
    int[] widths = new int[MINIBLOCKS];
    for (int mini = 0; mini < MINIBLOCKS; mini++) {
      long union = 0;
      for (int i = mini * MINIBLOCK; i < Math.min(size, (mini + 1) * MINIBLOCK); i++) {
        deltas[i] = (deltas[i] - min) & mask;
        union |= deltas[i];
      }
      widths[mini] = 64 - Long.numberOfLeadingZeros(union);
      out.putByte(widths[mini]);
    }
    for (int mini = 0; mini * MINIBLOCK < size; mini++) {
      for (int i = size; i < (mini + 1) * MINIBLOCK; i++) {
        deltas[i] = 0;
      }
      pack(deltas, mini * MINIBLOCK, widths[mini], out);
    }
  }

  private static void pack(long[] deltas, int from, int width, ByteSink out) {
    if (width == 0) {
      return;
    }
    long pending = 0;
    int bits = 0;
    for (int i = from; i < from + MINIBLOCK; i++) {
      long delta = deltas[i];
      pending |= delta << bits;
      bits += width;
      if (bits >= 64) {
        out.putLong(pending);
        bits -= 64;
        pending = bits == 0 ? 0 : delta >>> (width - bits);
      }
    }
    // 32 values of any width end on a multiple of four bytes.
    if (bits > 0) {
      out.putInt((int) pending);
    }
  }
}
