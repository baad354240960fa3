package io.quacklake.scan.internal.parquet.assemble;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.GrowingBuffer;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import io.quacklake.scan.internal.parquet.values.FixedDecoder;
import io.quacklake.scan.internal.parquet.values.Layout;
import io.quacklake.scan.internal.parquet.values.Picks;
import io.quacklake.scan.internal.parquet.values.ValueDecoder;
import io.quacklake.scan.internal.parquet.values.VarBuffer;
import io.quacklake.scan.internal.parquet.values.VarDecoder;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** The vector of a leaf in the making. */
abstract class LeafOutput implements AutoCloseable {
  final Validity validity;

  private LeafOutput(BufferAllocator allocator) {
    this.validity = new Validity(allocator);
  }

  static LeafOutput of(Layout layout, FileSite site, BufferAllocator allocator) {
    return switch (layout.shape()) {
      case FIXED -> new Fixed(layout.width(), allocator);
      case BITS -> new Bits(allocator);
      case STRINGS -> new Strings(site, allocator);
    };
  }

  /** Places so far, NULLs included. */
  final int count() {
    return validity.count();
  }

  final int nulls() {
    return validity.nulls();
  }

  /** Makes room at once for places that are expected. */
  abstract void expect(int places);

  /** The decoder of the page from which values are read now. */
  abstract void decoder(ValueDecoder decoder);

  /** Reads values that are all there. */
  final void values(int places) {
    read(places);
    validity.addPresent(places);
  }

  /**
   * Reads values with NULLs in between.
   *
   * @param present 1 where there is a value, 0 for NULL
   */
  final void values(byte[] present, int places, int missing) {
    read(places, places - missing);
    if (missing > 0) {
      spread(present, places, places - missing);
    }
    validity.add(present, 0, places, missing);
  }

  /** Reads values that are all there and picked. */
  final void pick(Picks picks) {
    int places = picks.left();
    pick(places, picks);
    validity.addPresent(places);
  }

  /**
   * Reads picked values with NULLs in between.
   *
   * @param present 1 where there is a value, 0 for NULL
   */
  final void pick(Picks picks, byte[] present, int places) {
    int values = picks.left();
    pick(places, picks);
    if (values < places) {
      spread(present, places, values);
    }
    validity.add(present, 0, places, places - values);
  }

  /** Makes room for places and reads the picked values into the first of them. */
  abstract void pick(int places, Picks picks);

  private void read(int places) {
    read(places, places);
  }

  /** Makes room for places and reads values into the first of them. */
  abstract void read(int places, int values);

  /** Moves the values just read to the places where they are present. */
  abstract void spread(byte[] present, int places, int values);

  abstract List<ArrowBuf> take();

  @Override
  public abstract void close();

  /** Fills a fresh vector, which owns the memory from then on; this output is empty again. */
  final void moveTo(FieldVector vector) {
    ArrowFieldNode node = new ArrowFieldNode(count(), nulls());
    List<ArrowBuf> buffers = take();
    try {
      vector.loadFieldBuffers(node, buffers);
    } finally {
      buffers.forEach(ArrowBuf::close);
    }
  }

  private static final class Fixed extends LeafOutput {
    private final int width;
    private final GrowingBuffer data;
    private FixedDecoder decoder;

    @SuppressWarnings("NullAway") // a page is started before values are read
    Fixed(int width, BufferAllocator allocator) {
      super(allocator);
      this.width = width;
      this.data = new GrowingBuffer(allocator);
    }

    @Override
    void expect(int places) {
      data.reserve((long) (count() + places) * width);
    }

    @Override
    void decoder(ValueDecoder next) {
      decoder = (FixedDecoder) next;
    }

    @Override
    void read(int places, int values) {
      long address = data.reserve(((long) count() + places) * width);
      decoder.read(values, address + (long) count() * width);
    }

    @Override
    void pick(int places, Picks picks) {
      long address = data.reserve(((long) count() + places) * width);
      decoder.pick(picks, picks.left(), width, address + (long) count() * width);
    }

    @Override
    void spread(byte[] present, int places, int values) {
      long base = data.address() + (long) count() * width;
      int from = values - 1;
      // from behind, so that no value is overwritten before it is moved; NULLs hold zeros
      switch (width) {
        case 4 -> {
          for (int to = places - 1; to >= 0; to--) {
            int value = 0;
            if (present[to] != 0) {
              value = MemoryUtil.getInt(base + 4L * from--);
            }
            MemoryUtil.putInt(base + 4L * to, value);
          }
        }
        case 8 -> {
          for (int to = places - 1; to >= 0; to--) {
            long value = 0;
            if (present[to] != 0) {
              value = MemoryUtil.getLong(base + 8L * from--);
            }
            MemoryUtil.putLong(base + 8L * to, value);
          }
        }
        case 16 -> {
          for (int to = places - 1; to >= 0; to--) {
            long low = 0;
            long high = 0;
            if (present[to] != 0) {
              long at = base + 16L * from--;
              low = MemoryUtil.getLong(at);
              high = MemoryUtil.getLong(at + 8);
            }
            MemoryUtil.putLong(base + 16L * to, low);
            MemoryUtil.putLong(base + 16L * to + 8, high);
          }
        }
        default -> {
          for (int to = places - 1; to >= 0; to--) {
            long target = base + (long) width * to;
            if (present[to] != 0) {
              MemoryUtil.copyMemory(base + (long) width * from--, target, width);
            } else {
              MemoryUtil.setMemory(target, width, (byte) 0);
            }
          }
        }
      }
    }

    @Override
    List<ArrowBuf> take() {
      return List.of(validity.take(), data.take());
    }

    @Override
    public void close() {
      validity.close();
      data.close();
    }
  }

  private static final class Bits extends LeafOutput {
    private final NativeBuffer bytes = new NativeBuffer();
    private final Validity bits;
    private FixedDecoder decoder;
    private byte[] block = new byte[1024];
    private int blockCount;

    @SuppressWarnings("NullAway") // a page is started before values are read
    Bits(BufferAllocator allocator) {
      super(allocator);
      this.bits = new Validity(allocator);
    }

    @Override
    void expect(int places) {}

    @Override
    void decoder(ValueDecoder next) {
      decoder = (FixedDecoder) next;
    }

    @Override
    void read(int places, int values) {
      flush();
      decoder.read(values, bytes.ensure(values));
      take(places, values);
    }

    @Override
    void pick(int places, Picks picks) {
      flush();
      int values = picks.left();
      decoder.pick(picks, values, 1, bytes.ensure(values));
      take(places, values);
    }

    private void take(int places, int values) {
      if (block.length < places) {
        block = new byte[places];
      }
      MemoryUtil.copyFromMemory(bytes.address(), block, 0, values);
      blockCount = places;
    }

    @Override
    void spread(byte[] present, int places, int values) {
      int from = values - 1;
      for (int to = places - 1; to >= 0; to--) {
        block[to] = present[to] != 0 ? block[from--] : 0;
      }
    }

    private void flush() {
      int ones = 0;
      for (int i = 0; i < blockCount; i++) {
        ones += block[i];
      }
      bits.add(block, 0, blockCount, blockCount - ones);
      blockCount = 0;
    }

    @Override
    List<ArrowBuf> take() {
      flush();
      return List.of(validity.take(), bits.takeFilled());
    }

    @Override
    public void close() {
      validity.close();
      bits.close();
      bytes.close();
    }
  }

  private static final class Strings extends LeafOutput {
    private final VarBuffer values;
    private VarDecoder decoder;

    @SuppressWarnings("NullAway") // a page is started before values are read
    Strings(FileSite site, BufferAllocator allocator) {
      super(allocator);
      this.values = new VarBuffer(site, allocator);
    }

    @Override
    void expect(int places) {
      values.reserve(places);
    }

    @Override
    void decoder(ValueDecoder next) {
      decoder = (VarDecoder) next;
    }

    @Override
    void read(int places, int count) {
      values.reserve(places);
      decoder.read(count, values);
    }

    @Override
    void pick(int places, Picks picks) {
      values.reserve(places);
      decoder.pick(picks, picks.left(), values);
    }

    @Override
    void spread(byte[] present, int places, int count) {
      int first = values.count() - count;
      long base = values.reserve(places - count) + 4L * first;
      int from = count;
      for (int to = places; to > 0; to--) {
        MemoryUtil.putInt(base + 4L * to, MemoryUtil.getInt(base + 4L * from));
        from -= present[to - 1];
      }
      values.widened(places - count);
    }

    @Override
    List<ArrowBuf> take() {
      ArrowBuf offsets = values.takeOffsets();
      return List.of(validity.take(), offsets, values.takeData());
    }

    @Override
    public void close() {
      validity.close();
      values.close();
    }
  }
}
