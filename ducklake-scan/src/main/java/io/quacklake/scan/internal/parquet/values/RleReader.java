package io.quacklake.scan.internal.parquet.values;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the hybrid of run lengths and bit packing: levels, dictionary indexes, booleans. May load
 * up to 8 bytes behind its end, which {@link
 * io.quacklake.scan.internal.parquet.bytes.NativeBuffer#SLACK} allows.
 */
public final class RleReader {
  /** Up to this width, four values and the bits before the first are in 64 bits. */
  private static final int FOUR_IN_A_WORD = 14;

  private static final int EIGHT_IN_A_WORD = 7;

  /** Values that are unpacked at once for the sake of those that are picked. */
  private static final int MOST_UNPACKED = 2048;

  private static final int FEW = 16;

  private final FileSite site;
  private long start;
  private long position;
  private long end;

  /** Values before the current run. */
  private int before;

  private int runLength;
  private @Nullable PageMarks marks;
  private int width;
  private long mask;

  /** Values left in the current run. */
  private int left;

  private int[] unpacked = {};

  private boolean packed;
  private int runValue;
  private long packedBits;

  public RleReader(FileSite site) {
    this.site = site;
  }

  /** Starts on the bytes from {@code address} to {@code end}. */
  public void reset(long address, long end, int width) {
    if (width < 0 || width > 32) {
      throw site.corrupt("values of " + width + " bits");
    }
    this.start = address;
    this.position = address;
    this.end = end;
    this.before = 0;
    this.runLength = 0;
    this.marks = null;
    this.width = width;
    this.mask = (1L << width) - 1;
    this.left = 0;
  }

  /** Values that surely follow and are all {@code value}; 0 if that is not known at once. */
  public int runOf(int value) {
    if (left == 0 && position < end) {
      nextRun();
    }
    return !packed && runValue == value ? left : 0;
  }

  /** Lets {@link #skip} jump, after {@link #reset}. */
  void marks(@Nullable PageMarks known) {
    marks = known;
  }

  public void skip(int count) {
    int rest = count;
    if (count >= PageMarks.STEP && marks != null) {
      rest -= jump(marks.found(this::findMarks), at() + count);
    }
    while (rest > 0) {
      int n = Math.min(rest, available());
      advance(n);
      rest -= n;
    }
  }

  private int at() {
    return before + runLength - left;
  }

  /** Goes to the last mark before a value, if that is ahead; returns by how many values. */
  private int jump(PageMarks.Found found, int target) {
    int mark = found.before(target);
    int at = at();
    if (mark < 0 || found.value(mark) <= at) {
      return 0;
    }
    position = start + found.offset(mark);
    before = found.value(mark);
    runLength = 0;
    left = 0;
    return before - at;
  }

  /** The starts of runs. What is damaged is left to whoever comes to it. */
  private PageMarks.Found findMarks() {
    PageMarks.Finder finder = new PageMarks.Finder();
    RleReader walk = new RleReader(site);
    walk.reset(start, end, width);
    try {
      while (walk.position < end && walk.at() >= 0) {
        finder.at(walk.at(), walk.position - start);
        walk.nextRun();
        walk.advance(walk.left);
      }
    } catch (CorruptLakeException damaged) {
      // the marks before it are right
    }
    return finder.found();
  }

  public void read(int[] into, int offset, int count) {
    int at = offset;
    int rest = count;
    while (rest > 0) {
      int n = Math.min(rest, available());
      if (packed) {
        unpack(into, at, n);
      } else {
        int value = runValue;
        for (int i = 0; i < n; i++) {
          into[at + i] = value;
        }
      }
      advance(n);
      at += n;
      rest -= n;
    }
  }

  /** The next values of a packed run. */
  private void unpack(int[] into, int at, int n) {
    long bit = packedBits;
    int i = 0;
    if (width <= EIGHT_IN_A_WORD) {
      for (; i <= n - 8; i += 8, bit += 8L * width) {
        long word = MemoryUtil.getLong(position + (bit >>> 3)) >>> (bit & 7);
        into[at + i] = (int) (word & mask);
        into[at + i + 1] = (int) ((word >>> width) & mask);
        into[at + i + 2] = (int) ((word >>> (2 * width)) & mask);
        into[at + i + 3] = (int) ((word >>> (3 * width)) & mask);
        into[at + i + 4] = (int) ((word >>> (4 * width)) & mask);
        into[at + i + 5] = (int) ((word >>> (5 * width)) & mask);
        into[at + i + 6] = (int) ((word >>> (6 * width)) & mask);
        into[at + i + 7] = (int) ((word >>> (7 * width)) & mask);
      }
    } else if (width <= FOUR_IN_A_WORD) {
      for (; i <= n - 4; i += 4, bit += 4L * width) {
        long word = MemoryUtil.getLong(position + (bit >>> 3)) >>> (bit & 7);
        into[at + i] = (int) (word & mask);
        into[at + i + 1] = (int) ((word >>> width) & mask);
        into[at + i + 2] = (int) ((word >>> (2 * width)) & mask);
        into[at + i + 3] = (int) ((word >>> (3 * width)) & mask);
      }
    }
    for (; i < n; i++) {
      into[at + i] = (int) ((MemoryUtil.getLong(position + (bit >>> 3)) >>> (bit & 7)) & mask);
      bit += width;
    }
  }

  /** The picked ones of the next values of a packed run. */
  private void unpack(int[] into, int done, int n, int[] places, int next, int at) {
    int span = places[next + n - 1] + 1 - at;
    if (n >= FEW && span <= 2 * n && span <= MOST_UNPACKED) {
      if (unpacked.length < span) {
        unpacked = new int[MOST_UNPACKED];
      }
      unpack(unpacked, 0, span);
      for (int i = 0; i < n; i++) {
        into[done + i] = unpacked[places[next + i] - at];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      long bit = packedBits + (long) (places[next + i] - at) * width;
      into[done + i] = (int) ((MemoryUtil.getLong(position + (bit >>> 3)) >>> (bit & 7)) & mask);
    }
  }

  /** Reads the next {@code count} picked values. */
  void pick(int[] into, Picks picks, int count) {
    int[] places = picks.places();
    int done = 0;
    while (done < count) {
      int gap = picks.gap();
      if (gap >= left) {
        skip(gap);
        picks.passed(gap);
      }
      int ready = available();
      int at = picks.at();
      int n = picks.below(count - done, (long) at + ready);
      if (packed) {
        unpack(into, done, n, places, picks.next(), at);
      } else {
        Arrays.fill(into, done, done + n, runValue);
      }
      picks.taken(n);
      advance(picks.at() - at);
      done += n;
    }
  }

  /** Reads values that must not be above {@code most}, which is at most 127. */
  public void read(byte[] into, int offset, int count, int most) {
    int at = offset;
    int rest = count;
    while (rest > 0) {
      int n = Math.min(rest, available());
      int highest = 0;
      if (packed) {
        long bit = packedBits;
        int i = width == 1 ? unpackBits(into, at, n) : 0;
        for (bit += (long) i * width; i < n; i++) {
          int value = (int) ((MemoryUtil.getLong(position + (bit >>> 3)) >>> (bit & 7)) & mask);
          highest = Math.max(highest, value);
          into[at + i] = (byte) value;
          bit += width;
        }
      } else {
        highest = runValue;
        Arrays.fill(into, at, at + n, (byte) runValue);
      }
      if (highest < 0 || highest > most) {
        throw site.corrupt("value " + highest + " where at most " + most + " is possible");
      }
      advance(n);
      at += n;
      rest -= n;
    }
  }

  /** Bits of a packed run, eight at a time; returns how many. */
  private int unpackBits(byte[] into, int at, int n) {
    long bit = packedBits;
    int i = 0;
    for (; i <= n - 8; i += 8, bit += 8) {
      int bits = (int) (MemoryUtil.getLong(position + (bit >>> 3)) >>> (bit & 7));
      into[at + i] = (byte) (bits & 1);
      into[at + i + 1] = (byte) (bits >>> 1 & 1);
      into[at + i + 2] = (byte) (bits >>> 2 & 1);
      into[at + i + 3] = (byte) (bits >>> 3 & 1);
      into[at + i + 4] = (byte) (bits >>> 4 & 1);
      into[at + i + 5] = (byte) (bits >>> 5 & 1);
      into[at + i + 6] = (byte) (bits >>> 6 & 1);
      into[at + i + 7] = (byte) (bits >>> 7 & 1);
    }
    return i;
  }

  private int available() {
    while (left == 0) {
      if (position >= end) {
        throw site.corrupt("a page ends before its last value");
      }
      nextRun();
    }
    return left;
  }

  private void advance(int count) {
    left -= count;
    if (packed) {
      packedBits += (long) count * width;
      if (left == 0) {
        position = Math.min(end, position + ((packedBits + 7) >>> 3));
      }
    }
  }

  private void nextRun() {
    int header = varint();
    before += runLength;
    packed = (header & 1) != 0;
    if (packed) {
      long values = (header >>> 1) * 8L;
      if (width > 0) { // the padding of the last run may be missing
        values = Math.min(values, (end - position) * 8 / width);
      }
      left = (int) Math.min(values, Integer.MAX_VALUE);
      runLength = left;
      packedBits = 0;
      return;
    }
    int bytes = (width + 7) >>> 3;
    if (bytes > end - position) {
      throw site.corrupt("a run ends behind its page");
    }
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (MemoryUtil.getByte(position + i) & 0xff) << (8 * i);
    }
    position += bytes;
    runValue = value;
    left = header >>> 1;
    runLength = left;
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (position >= end) {
        throw site.corrupt("a run header ends behind its page");
      }
      int b = MemoryUtil.getByte(position++);
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw site.corrupt("a run header is too long");
  }
}
