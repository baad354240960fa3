package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Encodings PLAIN_DICTIONARY and RLE_DICTIONARY: indexes into a dictionary that is decoded once.
 */
final class DictionaryDecoders {
  private static final int BLOCK = 1024;
  private static final int FEW = 16;

  private DictionaryDecoders() {}

  /** The indexes of a page, in blocks that were checked against the dictionary's size. */
  private static final class Indexes {
    private final FileSite site;
    private final RleReader runs;
    private final int size;
    private int[] block = {};

    Indexes(FileSite site, int size) {
      this.site = site;
      this.runs = new RleReader(site);
      this.size = size;
    }

    void reset(long address, long end) {
      if (address >= end) { // a page of NULLs only; any value read from it will fail
        runs.reset(address, end, 0);
        return;
      }
      runs.reset(address + 1, end, MemoryUtil.getByte(address));
    }

    void read(int count) {
      if (block.length < count) {
        block = new int[count <= FEW ? FEW : BLOCK];
      }
      runs.read(block, 0, count);
      check(count);
    }

    void pick(Picks picks, int count) {
      if (block.length < count) {
        block = new int[count <= FEW ? FEW : BLOCK];
      }
      runs.pick(block, picks, count);
      check(count);
    }

    private void check(int count) {
      int highest = 0;
      int signs = 0;
      for (int i = 0; i < count; i++) {
        highest = Math.max(highest, block[i]);
        signs |= block[i];
      }
      if (signs < 0 || highest >= size) {
        throw site.corrupt(
            "an index points behind the dictionary of " + size + " values: " + highest);
      }
    }
  }

  static final class Fixed extends FixedDecoder {
    private final Indexes indexes;
    private final long dictionary;
    private final int width;

    Fixed(FileSite site, long dictionary, int size, int width) {
      this.indexes = new Indexes(site, size);
      this.dictionary = dictionary;
      this.width = width;
    }

    @Override
    void reset(long address, long end, int values) {
      indexes.reset(address, end);
    }

    @Override
    public void marks(@Nullable PageMarks known) {
      indexes.runs.marks(known);
    }

    @Override
    public void skip(int count) {
      indexes.runs.skip(count);
    }

    @Override
    public void read(int count, long target) {
      for (int done = 0; done < count; done += BLOCK) {
        int n = Math.min(BLOCK, count - done);
        indexes.read(n);
        gather(indexes.block, n, target + (long) done * width);
      }
    }

    @Override
    public void pick(Picks picks, int count, int width, long target) {
      for (int done = 0; done < count; done += BLOCK) {
        int n = Math.min(BLOCK, count - done);
        indexes.pick(picks, n);
        gather(indexes.block, n, target + (long) done * width);
      }
    }

    private void gather(int[] block, int n, long target) {
      switch (width) {
        case 1 -> {
          for (int i = 0; i < n; i++) {
            MemoryUtil.putByte(target + i, MemoryUtil.getByte(dictionary + block[i]));
          }
        }
        case 2 -> {
          for (int i = 0; i < n; i++) {
            MemoryUtil.putShort(target + 2L * i, MemoryUtil.getShort(dictionary + 2L * block[i]));
          }
        }
        case 4 -> {
          for (int i = 0; i < n; i++) {
            MemoryUtil.putInt(target + 4L * i, MemoryUtil.getInt(dictionary + 4L * block[i]));
          }
        }
        case 8 -> {
          for (int i = 0; i < n; i++) {
            MemoryUtil.putLong(target + 8L * i, MemoryUtil.getLong(dictionary + 8L * block[i]));
          }
        }
        case 16 -> {
          for (int i = 0; i < n; i++) {
            long from = dictionary + 16L * block[i];
            long to = target + 16L * i;
            MemoryUtil.putLong(to, MemoryUtil.getLong(from));
            MemoryUtil.putLong(to + 8, MemoryUtil.getLong(from + 8));
          }
        }
        default -> {
          for (int i = 0; i < n; i++) {
            MemoryUtil.copyMemory(
                dictionary + (long) width * block[i], target + (long) width * i, width);
          }
        }
      }
    }
  }

  static final class Var extends VarDecoder {
    private final Indexes indexes;
    private final long offsets;
    private final long data;

    /** Words of 8 bytes that the longest value takes. */
    private final int words;

    Var(FileSite site, VarBuffer dictionary) {
      this.indexes = new Indexes(site, dictionary.count());
      this.offsets = dictionary.reserve(0);
      this.data = dictionary.dataAddress();
      int longest = 1;
      for (int i = 0; i < dictionary.count(); i++) {
        long at = MemoryUtil.getLong(offsets + 4L * i);
        longest = Math.max(longest, (int) (at >>> 32) - (int) at);
      }
      this.words = (longest + 7) >>> 3;
    }

    @Override
    void reset(long address, long end, int values) {
      indexes.reset(address, end);
    }

    @Override
    public void marks(@Nullable PageMarks known) {
      indexes.runs.marks(known);
    }

    @Override
    public void skip(int count) {
      indexes.runs.skip(count);
    }

    @Override
    public void read(int count, VarBuffer target) {
      target.reserve(count);
      for (int done = 0; done < count; done += BLOCK) {
        int n = Math.min(BLOCK, count - done);
        indexes.read(n);
        gather(indexes.block, n, target);
      }
    }

    @Override
    public void pick(Picks picks, int count, VarBuffer target) {
      target.reserve(count);
      for (int done = 0; done < count; done += BLOCK) {
        int n = Math.min(BLOCK, count - done);
        indexes.pick(picks, n);
        gather(indexes.block, n, target);
      }
    }

    private void gather(int[] block, int n, VarBuffer target) {
      if (words * 8 <= VarBuffer.SLACK) {
        gatherShort(block, n, target);
        return;
      }
      long to = target.reserve(n) + 4L * target.count();
      int base = target.length();
      long total = 0;
      for (int i = 0; i < n; i++) {
        long at = offsets + 4L * block[i];
        total += MemoryUtil.getInt(at + 4) - MemoryUtil.getInt(at);
      }
      long bytes = target.reserveData(total);
      int start = base;
      for (int i = 0; i < n; i++) {
        long at = offsets + 4L * block[i];
        int from = MemoryUtil.getInt(at);
        int length = MemoryUtil.getInt(at + 4) - from;
        VarBuffer.copy(data + from, bytes + start, length);
        start += length;
        MemoryUtil.putInt(to + 4L * (i + 1), start);
      }
      target.added(n, (int) total);
    }

    /** All values are copied as if they were as long as the longest: no loop, no branch. */
    private void gatherShort(int[] block, int n, VarBuffer target) {
      long to = target.reserve(n) + 4L * target.count();
      int start = target.length();
      long bytes = target.reserveData(8L * words * n);
      switch (words) {
        case 1 -> {
          for (int i = 0; i < n; i++) {
            long at = MemoryUtil.getLong(offsets + 4L * block[i]); // where it begins and ends
            long value = data + (int) at;
            MemoryUtil.putLong(bytes + start, MemoryUtil.getLong(value));
            start += (int) (at >>> 32) - (int) at;
            MemoryUtil.putInt(to + 4L * (i + 1), start);
          }
        }
        case 2 -> {
          for (int i = 0; i < n; i++) {
            long at = MemoryUtil.getLong(offsets + 4L * block[i]);
            long value = data + (int) at;
            MemoryUtil.putLong(bytes + start, MemoryUtil.getLong(value));
            MemoryUtil.putLong(bytes + start + 8, MemoryUtil.getLong(value + 8));
            start += (int) (at >>> 32) - (int) at;
            MemoryUtil.putInt(to + 4L * (i + 1), start);
          }
        }
        default -> {
          for (int i = 0; i < n; i++) {
            long at = MemoryUtil.getLong(offsets + 4L * block[i]);
            long value = data + (int) at;
            MemoryUtil.putLong(bytes + start, MemoryUtil.getLong(value));
            MemoryUtil.putLong(bytes + start + 8, MemoryUtil.getLong(value + 8));
            MemoryUtil.putLong(bytes + start + 16, MemoryUtil.getLong(value + 16));
            MemoryUtil.putLong(bytes + start + 24, MemoryUtil.getLong(value + 24));
            start += (int) (at >>> 32) - (int) at;
            MemoryUtil.putInt(to + 4L * (i + 1), start);
          }
        }
      }
      target.added(n, start - target.length());
    }
  }
}
