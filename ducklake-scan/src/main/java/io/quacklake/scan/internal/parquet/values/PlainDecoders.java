package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Encoding PLAIN. */
final class PlainDecoders {
  private static final int BLOCK = 1024;

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
    long inPlace(int count) {
      return take(count);
    }

    @Override
    public void read(int count, long target) {
      long from = take(count);
      MemoryUtil.copyMemory(from, target, (long) count * width);
    }

    @Override
    public void pick(Picks picks, int count, int width, long target) {
      int[] places = picks.places();
      int next = picks.next();
      int at = picks.at();
      picks.taken(count);
      long from = take(picks.at() - at) - (long) at * width;
      switch (width) {
        case 4 -> {
          for (int i = 0; i < count; i++) {
            MemoryUtil.putInt(target + 4L * i, MemoryUtil.getInt(from + 4L * places[next + i]));
          }
        }
        case 8 -> {
          for (int i = 0; i < count; i++) {
            MemoryUtil.putLong(target + 8L * i, MemoryUtil.getLong(from + 8L * places[next + i]));
          }
        }
        default -> {
          for (int i = 0; i < count; i++) {
            long value = from + (long) width * places[next + i];
            MemoryUtil.copyMemory(value, target + (long) width * i, width);
          }
        }
      }
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
    private long start;
    private long position;
    private long end;
    private int at;
    private @Nullable PageMarks marks;

    Var(FileSite site) {
      this.site = site;
    }

    @Override
    void reset(long address, long end, int values) {
      this.start = address;
      this.position = address;
      this.end = end;
      this.at = 0;
      this.marks = null;
    }

    @Override
    public void marks(@Nullable PageMarks known) {
      marks = known;
    }

    @Override
    public void skip(int count) {
      int rest = count;
      if (count >= PageMarks.STEP && marks != null) {
        rest -= jump(marks.found(this::findMarks), at + count);
      }
      long next = position;
      for (int i = 0; i < rest; i++) {
        next += 4 + length(next);
      }
      position = next;
      at += rest;
    }

    /** Goes to the last mark before a value, if that is ahead; returns by how many values. */
    private int jump(PageMarks.Found found, int target) {
      int mark = found.before(target);
      if (mark < 0 || found.value(mark) <= at) {
        return 0;
      }
      int jumped = found.value(mark) - at;
      position = start + found.offset(mark);
      at += jumped;
      return jumped;
    }

    /** What is damaged is left to whoever comes to it. */
    private PageMarks.Found findMarks() {
      PageMarks.Finder finder = new PageMarks.Finder();
      long next = start;
      for (int value = 0; end - next >= 4; value++) {
        finder.at(value, next - start);
        int length = MemoryUtil.getInt(next);
        if (length < 0 || length > end - next - 4) {
          break;
        }
        next += 4 + length;
      }
      return finder.found();
    }

    @Override
    public void read(int count, VarBuffer target) {
      long offsets = target.reserve(count) + 4L * target.count();
      int base = target.length();
      long next = position;
      long total = 0;
      for (int i = 1; i <= count; i++) {
        int length = length(next);
        next += 4 + length;
        total += length; // below 2^31: the page is
        MemoryUtil.putInt(offsets + 4L * i, (int) (base + total));
      }
      long data = target.reserveData(total);
      long from = position + 4;
      int done = base;
      for (int i = 1; i <= count; i++) {
        int stop = MemoryUtil.getInt(offsets + 4L * i);
        VarBuffer.copy(from, data + done, stop - done);
        from += 4 + (stop - done);
        done = stop;
      }
      target.added(count, (int) total);
      position = next;
      at += count;
    }

    @Override
    public void pick(Picks picks, int count, VarBuffer target) {
      target.reserve(count);
      long[] values = new long[Math.min(count, BLOCK)];
      for (int done = 0; done < count; done += BLOCK) {
        pickBlock(picks, Math.min(BLOCK, count - done), values, target);
      }
    }

    private void pickBlock(Picks picks, int count, long[] values, VarBuffer target) {
      long offsets = target.reserve(count) + 4L * target.count();
      int base = target.length();
      long total = 0;
      for (int i = 0; i < count; i++) {
        skip(picks.gap());
        int length = length(position);
        values[i] = position + 4;
        position += 4 + length;
        at++;
        picks.taken(1);
        total += length; // below 2^31: the page is
        MemoryUtil.putInt(offsets + 4L * (i + 1), (int) (base + total));
      }
      long data = target.reserveData(total);
      int done = base;
      for (int i = 0; i < count; i++) {
        int stop = MemoryUtil.getInt(offsets + 4L * (i + 1));
        VarBuffer.copy(values[i], data + done, stop - done);
        done = stop;
      }
      target.added(count, (int) total);
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
