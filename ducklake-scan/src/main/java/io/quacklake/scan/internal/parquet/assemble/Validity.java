package io.quacklake.scan.internal.parquet.assemble;

import io.quacklake.scan.internal.parquet.bytes.GrowingBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/** A validity bitmap in the making. It takes no memory until the first NULL. */
final class Validity implements AutoCloseable {
  private final GrowingBuffer bits;
  private int count;
  private int nulls;
  private boolean started;

  Validity(BufferAllocator allocator) {
    this.bits = new GrowingBuffer(allocator);
  }

  int count() {
    return count;
  }

  int nulls() {
    return nulls;
  }

  void addPresent(int more) {
    if (started) {
      long address = bits.reserve((count + (long) more + 7) / 8);
      set(address, count, more);
    }
    count += more;
  }

  /** Adds one place for each byte: 1 where there is a value, 0 for NULL. */
  void add(byte[] present, int from, int places, int missing) {
    if (missing == 0) {
      addPresent(places);
      return;
    }
    long address = bits.reserve((count + (long) places + 7) / 8);
    if (!started) {
      started = true;
      set(address, 0, count);
    }
    int at = count;
    int end = count + places;
    int source = from;
    int partial = (at & 7) == 0 ? 0 : MemoryUtil.getByte(address + (at >>> 3)) & low(at & 7);
    int shift = at & 7;
    while (at < end) {
      partial |= present[source++] << shift;
      shift++;
      at++;
      if (shift == 8) {
        MemoryUtil.putByte(address + (at >>> 3) - 1, (byte) partial);
        shift = 0;
        partial = 0;
      }
    }
    if (shift != 0) {
      MemoryUtil.putByte(address + (at >>> 3), (byte) partial);
    }
    count = end;
    nulls += missing;
  }

  /** The bitmap; empty if there is no NULL. */
  ArrowBuf take() {
    count = 0;
    nulls = 0;
    started = false;
    return bits.take();
  }

  /** The bitmap, also if all its bits are set. */
  ArrowBuf takeFilled() {
    if (!started) {
      set(bits.reserve((count + 7L) / 8), 0, count);
    }
    return take();
  }

  @Override
  public void close() {
    bits.close();
  }

  /** Sets bits; those behind them in their last byte may hold anything. */
  private static void set(long address, int from, int count) {
    int at = from;
    int end = from + count;
    if ((at & 7) != 0 && at < end) {
      long last = address + (at >>> 3);
      MemoryUtil.putByte(last, (byte) ((MemoryUtil.getByte(last) & low(at & 7)) | ~low(at & 7)));
      at = (at + 7) & ~7;
    }
    if (at < end) {
      MemoryUtil.setMemory(address + (at >>> 3), (end - at + 7) >>> 3, (byte) 0xff);
    }
  }

  private static int low(int bits) {
    return (1 << bits) - 1;
  }
}
