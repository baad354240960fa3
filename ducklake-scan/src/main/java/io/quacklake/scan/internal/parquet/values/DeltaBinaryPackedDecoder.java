package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.arrow.memory.util.MemoryUtil;

/** Encoding DELTA_BINARY_PACKED: differences in bit-packed miniblocks; also lengths of strings. */
final class DeltaBinaryPackedDecoder extends FixedDecoder {
  private static final int MOST_VALUES_OF_A_BLOCK = 1 << 16;

  private final FileSite site;
  private final int width;
  private long position;
  private long end;

  private int perMiniblock;
  private int miniblocks;

  /** Values not yet read, the buffered ones included. */
  private long left;

  private boolean firstPending;
  private long last;
  private long minDelta;
  private long widths;
  private int miniblock;
  private long[] buffer = new long[0];
  private int bufferAt;
  private int buffered;

  /**
   * @param width bytes of a value, 4 or 8
   */
  DeltaBinaryPackedDecoder(FileSite site, int width) {
    this.site = site;
    this.width = width;
  }

  @Override
  void reset(long address, long end, int values) {
    this.position = address;
    this.end = end;
    this.left = 0;
    this.bufferAt = 0;
    this.buffered = 0;
    if (address >= end) {
      return; // a page of NULLs only
    }
    long block = varint();
    long minis = varint();
    long total = varint();
    last = zigzag(varint());
    if (block <= 0
        || block > MOST_VALUES_OF_A_BLOCK
        || minis <= 0
        || block % minis != 0
        || (block / minis) % 8 != 0) {
      throw site.corrupt("blocks of " + block + " values in " + minis + " miniblocks");
    }
    if (total < 0 || total > values) {
      throw site.corrupt(total + " delta-encoded values in a page of " + values);
    }
    miniblocks = (int) minis;
    perMiniblock = (int) (block / minis);
    miniblock = miniblocks;
    left = total;
    firstPending = total > 0;
    if (buffer.length < perMiniblock) {
      buffer = new long[perMiniblock];
    }
  }

  /** How many values are left in the page. */
  long left() {
    return left;
  }

  /** Passes over all values; returns the address behind them. */
  long endOfValues() {
    long rest = left - (firstPending ? 1 : 0);
    while (rest > 0) {
      nextMiniblockHeader();
      int bits = MemoryUtil.getByte(widths + miniblock) & 0xff;
      long bytes = (long) bits * perMiniblock / 8;
      position += Math.min(bytes, end - position);
      miniblock++;
      rest -= perMiniblock;
    }
    return position;
  }

  @Override
  public void skip(int count) {
    consume(count, 0);
  }

  @Override
  public void read(int count, long target) {
    consume(count, target);
  }

  /** Reads to {@code target}, or nowhere if that is 0. */
  private void consume(int count, long target) {
    if (count > left) {
      throw site.corrupt("a page ends before its last value");
    }
    int done = 0;
    if (count > 0 && firstPending) {
      firstPending = false;
      if (target != 0) {
        put(target, last);
      }
      done = 1;
    }
    while (done < count) {
      if (bufferAt == buffered) {
        nextMiniblock(left - done);
      }
      int n = Math.min(count - done, buffered - bufferAt);
      if (target != 0) {
        copy(n, target + (long) done * width);
      }
      bufferAt += n;
      done += n;
    }
    left -= count;
  }

  private void put(long target, long value) {
    if (width == 4) {
      MemoryUtil.putInt(target, (int) value);
    } else {
      MemoryUtil.putLong(target, value);
    }
  }

  private void copy(int n, long target) {
    long[] from = buffer;
    int at = bufferAt;
    if (width == 4) {
      for (int i = 0; i < n; i++) {
        MemoryUtil.putInt(target + 4L * i, (int) from[at + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        MemoryUtil.putLong(target + 8L * i, from[at + i]);
      }
    }
  }

  private void nextMiniblockHeader() {
    if (miniblock < miniblocks) {
      return;
    }
    minDelta = zigzag(varint());
    if (end - position < miniblocks) {
      throw site.corrupt("a block of deltas reaches behind its page");
    }
    widths = position;
    position += miniblocks;
    miniblock = 0;
  }

  private void nextMiniblock(long wanted) {
    nextMiniblockHeader();
    int bits = MemoryUtil.getByte(widths + miniblock) & 0xff;
    miniblock++;
    if (bits > 64) {
      throw site.corrupt("deltas of " + bits + " bits");
    }
    int n = (int) Math.min(wanted, perMiniblock);
    if (((long) n * bits + 7) / 8 > end - position) {
      throw site.corrupt("a miniblock reaches behind its page");
    }
    unpack(bits, n);
    position += Math.min((long) bits * perMiniblock / 8, end - position);
    bufferAt = 0;
    buffered = n;
  }

  private void unpack(int bits, int n) {
    long value = last;
    long[] into = buffer;
    if (bits == 0) {
      for (int i = 0; i < n; i++) {
        value += minDelta;
        into[i] = value;
      }
    } else if (bits <= 56) {
      long mask = (1L << bits) - 1;
      long bit = 0;
      for (int i = 0; i < n; i++) {
        long packed = (MemoryUtil.getLong(position + (bit >>> 3)) >>> (bit & 7)) & mask;
        value += minDelta + packed;
        into[i] = value;
        bit += bits;
      }
    } else {
      long mask = bits == 64 ? -1L : (1L << bits) - 1;
      long bit = 0;
      for (int i = 0; i < n; i++) {
        long at = position + (bit >>> 3);
        int shift = (int) (bit & 7);
        long packed = MemoryUtil.getLong(at) >>> shift;
        if (shift + bits > 64) {
          packed |= (MemoryUtil.getByte(at + 8) & 0xffL) << (64 - shift);
        }
        value += minDelta + (packed & mask);
        into[i] = value;
        bit += bits;
      }
    }
    last = value;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= end) {
        throw site.corrupt("a header of deltas reaches behind its page");
      }
      long b = MemoryUtil.getByte(position++);
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw site.corrupt("a number in a header of deltas is too long");
  }

  private static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
