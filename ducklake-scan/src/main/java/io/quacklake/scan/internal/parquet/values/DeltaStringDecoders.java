package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import org.apache.arrow.memory.util.MemoryUtil;

/** Encodings DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY. */
final class DeltaStringDecoders {
  private DeltaStringDecoders() {}

  /** All lengths, then all bytes. */
  static final class Lengths extends VarDecoder {
    private final FileSite site;
    private final DeltaBinaryPackedDecoder lengths;
    private final NativeBuffer scratch;
    private long position;
    private long end;

    Lengths(FileSite site, NativeBuffer scratch) {
      this.site = site;
      this.scratch = scratch;
      this.lengths = new DeltaBinaryPackedDecoder(site, 4);
    }

    @Override
    void reset(long address, long end, int values) {
      lengths.reset(address, end, values);
      this.position = lengths.endOfValues();
      this.end = end;
      lengths.reset(address, end, values);
    }

    @Override
    public void skip(int count) {
      long sizes = scratch.ensure(Math.multiplyExact(4, count));
      lengths.read(count, sizes);
      for (int i = 0; i < count; i++) {
        advance(MemoryUtil.getInt(sizes + 4L * i));
      }
    }

    @Override
    public void read(int count, VarBuffer target) {
      long offsets = target.reserve(count) + 4L * target.count();
      lengths.read(count, offsets + 4); // lengths first, summed up in place
      long from = position;
      int base = target.length();
      for (int i = 1; i <= count; i++) {
        advance(MemoryUtil.getInt(offsets + 4L * i));
        MemoryUtil.putInt(offsets + 4L * i, (int) (base + (position - from)));
      }
      long bytes = position - from;
      MemoryUtil.copyMemory(from, target.reserveData(bytes) + base, bytes);
      target.added(count, (int) bytes);
    }

    /** The next value's length; its bytes are at {@link #position}. */
    private void advance(int length) {
      if (length < 0 || length > end - position) {
        throw site.corrupt("a value of " + length + " bytes reaches behind its page");
      }
      position += length;
    }
  }

  /** Each value begins like the one before. */
  static final class Prefixes extends VarDecoder {
    private final FileSite site;
    private final DeltaBinaryPackedDecoder prefixes;
    private final DeltaBinaryPackedDecoder suffixes;
    private final NativeBuffer scratch;
    private final NativeBuffer previous;
    private int previousLength;
    private long position;
    private long end;

    Prefixes(FileSite site, NativeBuffer scratch, NativeBuffer previous) {
      this.site = site;
      this.scratch = scratch;
      this.previous = previous;
      this.prefixes = new DeltaBinaryPackedDecoder(site, 4);
      this.suffixes = new DeltaBinaryPackedDecoder(site, 4);
    }

    @Override
    void reset(long address, long end, int values) {
      prefixes.reset(address, end, values);
      long behindPrefixes = prefixes.endOfValues();
      suffixes.reset(behindPrefixes, end, values);
      this.position = suffixes.endOfValues();
      this.end = end;
      prefixes.reset(address, end, values);
      suffixes.reset(behindPrefixes, end, values);
      previousLength = 0;
      previous.ensure(0);
    }

    @Override
    public void skip(int count) {
      long sizes = sizes(count);
      for (int i = 0; i < count; i++) {
        int prefix = MemoryUtil.getInt(sizes + 4L * i);
        int suffix = MemoryUtil.getInt(sizes + 4L * (count + i));
        check(prefix, suffix, previousLength);
        int length = Math.addExact(prefix, suffix);
        long to = previous.ensureKeeping(length, prefix);
        MemoryUtil.copyMemory(position, to + prefix, suffix);
        position += suffix;
        previousLength = length;
      }
    }

    @Override
    public void read(int count, VarBuffer target) {
      if (count == 0) {
        return;
      }
      long sizes = sizes(count);
      long total = 0;
      for (int i = 0; i < count; i++) {
        total += MemoryUtil.getInt(sizes + 4L * i);
        total += MemoryUtil.getInt(sizes + 4L * (count + i));
      }
      long offsets = target.reserve(count) + 4L * target.count();
      long data = target.reserveData(Math.max(0, total));
      int base = target.length();
      int start = base;
      long before = previous.address();
      int beforeLength = previousLength;
      for (int i = 0; i < count; i++) {
        int prefix = MemoryUtil.getInt(sizes + 4L * i);
        int suffix = MemoryUtil.getInt(sizes + 4L * (count + i));
        check(prefix, suffix, beforeLength);
        if ((long) (start - base) + prefix + suffix > total) {
          throw site.corrupt("lengths of values that contradict each other");
        }
        long to = data + start;
        MemoryUtil.copyMemory(before, to, prefix);
        MemoryUtil.copyMemory(position, to + prefix, suffix);
        position += suffix;
        before = to;
        beforeLength = prefix + suffix;
        start += beforeLength;
        MemoryUtil.putInt(offsets + 4L * (i + 1), start);
      }
      MemoryUtil.copyMemory(before, previous.ensure(beforeLength), beforeLength);
      previousLength = beforeLength;
      target.added(count, start - base);
    }

    private long sizes(int count) {
      long sizes = scratch.ensure(Math.multiplyExact(8, count));
      prefixes.read(count, sizes);
      suffixes.read(count, sizes + 4L * count);
      return sizes;
    }

    private void check(int prefix, int suffix, int before) {
      if (prefix < 0 || prefix > before) {
        throw site.corrupt(
            "a value shares " + prefix + " bytes with the one before, which has " + before);
      }
      if (suffix < 0 || suffix > end - position) {
        throw site.corrupt("a value of " + suffix + " bytes reaches behind its page");
      }
    }
  }
}
