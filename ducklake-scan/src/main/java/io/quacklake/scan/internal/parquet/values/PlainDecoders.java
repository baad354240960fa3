package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.arrow.memory.util.MemoryUtil;

/** Encoding PLAIN. */
final class PlainDecoders {
  private PlainDecoders() {}

  static final class Fixed extends FixedDecoder {
    private final FileSite site;
    private final int width;
    private long position;
    private long end;

    Fixed(FileSite site, int width) {
      this.site = site;
      this.width = width;
    }

    @Override
    void reset(long address, long end, int values) {
      this.position = address;
      this.end = end;
    }

    @Override
    public void skip(int count) {
      take(count);
    }

    @Override
    public void read(int count, long target) {
      long from = take(count);
      MemoryUtil.copyMemory(from, target, (long) count * width);
    }

    private long take(int count) {
      long from = position;
      long bytes = (long) count * width;
      if (bytes > end - from) {
        throw site.corrupt("a page ends before its last value");
      }
      position = from + bytes;
      return from;
    }
  }

  /** Booleans, eight in a byte; yields a byte 0 or 1 for each. */
  static final class Bits extends FixedDecoder {
    private final FileSite site;
    private long address;
    private long bit;
    private long bits;

    Bits(FileSite site) {
      this.site = site;
    }

    @Override
    void reset(long address, long end, int values) {
      this.address = address;
      this.bit = 0;
      this.bits = (end - address) * 8;
    }

    @Override
    public void skip(int count) {
      if (count > bits - bit) {
        throw site.corrupt("a page ends before its last value");
      }
      bit += count;
    }

    @Override
    public void read(int count, long target) {
      long from = bit;
      skip(count);
      for (int i = 0; i < count; i++) {
        long at = from + i;
        int b = MemoryUtil.getByte(address + (at >>> 3)) >>> (at & 7);
        MemoryUtil.putByte(target + i, (byte) (b & 1));
      }
    }
  }

  /** Byte strings, each behind its length. */
  static final class Var extends VarDecoder {
    private final FileSite site;
    private long position;
    private long end;

    Var(FileSite site) {
      this.site = site;
    }

    @Override
    void reset(long address, long end, int values) {
      this.position = address;
      this.end = end;
    }

    @Override
    public void skip(int count) {
      long at = position;
      for (int i = 0; i < count; i++) {
        at += 4 + length(at);
      }
      position = at;
    }

    @Override
    public void read(int count, VarBuffer target) {
      long offsets = target.reserve(count) + 4L * target.count();
      int base = target.length();
      long at = position;
      long total = 0;
      for (int i = 1; i <= count; i++) {
        int length = length(at);
        at += 4 + length;
        total += length; // below 2^31: the page is
        MemoryUtil.putInt(offsets + 4L * i, (int) (base + total));
      }
      long data = target.reserveData(total);
      long from = position + 4;
      int start = base;
      for (int i = 1; i <= count; i++) {
        int stop = MemoryUtil.getInt(offsets + 4L * i);
        VarBuffer.copy(from, data + start, stop - start);
        from += 4 + (stop - start);
        start = stop;
      }
      target.added(count, (int) total);
      position = at;
    }

    private int length(long at) {
      if (end - at < 4) {
        throw site.corrupt("a page ends before its last value");
      }
      int length = MemoryUtil.getInt(at);
      if (length < 0 || length > end - at - 4) {
        throw site.corrupt("a value of " + length + " bytes reaches behind its page");
      }
      return length;
    }
  }
}
