package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Decoders around decoders, where a vector holds values differently than pages do. */
final class Adapters {
  private static final int BLOCK = 4096;

  private Adapters() {}

  /** Converts fixed-width values to another width or unit. */
  static final class Converting extends FixedDecoder {
    private final FileSite site;
    private final FixedDecoder stored;
    private final Layout layout;
    private final NativeBuffer scratch;

    Converting(FileSite site, FixedDecoder stored, Layout layout, NativeBuffer scratch) {
      this.site = site;
      this.stored = stored;
      this.layout = layout;
      this.scratch = scratch;
    }

    @Override
    void reset(long address, long end, int values) {
      stored.reset(address, end, values);
    }

    @Override
    public void marks(@Nullable PageMarks known) {
      stored.marks(known);
    }

    @Override
    public void skip(int count) {
      stored.skip(count);
    }

    @Override
    public void read(int count, long target) {
      long ready = stored.inPlace(count);
      if (ready != 0) {
        layout.conversion().convert(site, ready, layout.stored(), count, target);
        return;
      }
      long block = scratch.ensure(Math.multiplyExact(Math.min(count, BLOCK), layout.stored()));
      for (int done = 0; done < count; done += BLOCK) {
        int n = Math.min(BLOCK, count - done);
        stored.read(n, block);
        layout
            .conversion()
            .convert(site, block, layout.stored(), n, target + (long) done * layout.width());
      }
    }

    @Override
    public void pick(Picks picks, int count, int width, long target) {
      long block = scratch.ensure(Math.multiplyExact(Math.min(count, BLOCK), layout.stored()));
      for (int done = 0; done < count; done += BLOCK) {
        int n = Math.min(BLOCK, count - done);
        stored.pick(picks, n, layout.stored(), block);
        layout.conversion().convert(site, block, layout.stored(), n, target + (long) done * width);
      }
    }
  }

  /** Fixed-width values out of byte strings, which must all have that length. */
  static final class FixedFromStrings extends FixedDecoder {
    private final FileSite site;
    private final VarDecoder strings;
    private final VarBuffer scratch;
    private final Layout layout;

    FixedFromStrings(FileSite site, VarDecoder strings, Layout layout, VarBuffer scratch) {
      this.site = site;
      this.strings = strings;
      this.layout = layout;
      this.scratch = scratch;
    }

    @Override
    void reset(long address, long end, int values) {
      strings.reset(address, end, values);
    }

    @Override
    public void marks(@Nullable PageMarks known) {
      strings.marks(known);
    }

    @Override
    public void skip(int count) {
      strings.skip(count);
    }

    @Override
    public void read(int count, long target) {
      for (int done = 0; done < count; done += BLOCK) {
        int n = Math.min(BLOCK, count - done);
        scratch.clear();
        strings.read(n, scratch);
        convert(n, target + (long) done * layout.width());
      }
    }

    private void convert(int n, long target) {
      long offsets = scratch.reserve(0);
      long data = scratch.dataAddress();
      for (int i = 0; i < n; i++) {
        int from = MemoryUtil.getInt(offsets + 4L * i);
        int length = MemoryUtil.getInt(offsets + 4L * i + 4) - from;
        if (layout.stored() != 0 && length != layout.stored()) {
          throw site.corrupt("a value of " + length + " bytes, not " + layout.stored());
        }
        layout
            .conversion()
            .convert(site, data + from, length, 1, target + (long) i * layout.width());
      }
    }
  }

  /** Byte strings that all have the same length. */
  static final class StringsFromFixed extends VarDecoder {
    private final FixedDecoder fixed;
    private final int width;

    StringsFromFixed(FixedDecoder fixed, int width) {
      this.fixed = fixed;
      this.width = width;
    }

    @Override
    void reset(long address, long end, int values) {
      fixed.reset(address, end, values);
    }

    @Override
    public void skip(int count) {
      fixed.skip(count);
    }

    @Override
    public void read(int count, VarBuffer target) {
      long offsets = target.reserve(count) + 4L * target.count();
      int base = target.length();
      long bytes = (long) count * width;
      fixed.read(count, target.reserveData(bytes) + base);
      for (int i = 1; i <= count; i++) {
        MemoryUtil.putInt(offsets + 4L * i, base + i * width);
      }
      target.added(count, (int) bytes);
    }
  }
}
