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

    Var(FileSite site, VarBuffer dictionary) {
      this.indexes = new Indexes(site, dictionary.count());
      this.offsets = dictionary.reserve(0);
      this.data = dictionary.dataAddress();
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

    private void gather(int[] block, int n, VarBuffer target) {
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
  }
}
