package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.GrowingBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/** Strings of bytes in Arrow's layout, growing: 32-bit offsets, and the bytes one after another. */
public final class VarBuffer implements AutoCloseable {
  /** What a copy of a fixed length may read and write behind a value. */
  static final int SLACK = 32;

  private final FileSite site;
  private final GrowingBuffer offsets;
  private final GrowingBuffer data;
  private int count;
  private int length;

  public VarBuffer(FileSite site, BufferAllocator allocator) {
    this.site = site;
    this.offsets = new GrowingBuffer(allocator);
    this.data = new GrowingBuffer(allocator);
  }

  public int count() {
    return count;
  }

  /** Bytes in all. */
  public int length() {
    return length;
  }

  /**
   * Makes room for more offsets. Returns the address of the first value's offset, so that value
   * {@code i} lies between offsets {@code i} and {@code i + 1}.
   */
  public long reserve(int more) {
    long bytes = 4L * (count + more + 1L);
    boolean first = offsets.address() == 0;
    long address = offsets.reserve(bytes);
    if (first) {
      MemoryUtil.putInt(address, 0);
    }
    return address;
  }

  public long dataAddress() {
    return data.address();
  }

  /**
   * Makes room for more bytes (and {@link #SLACK}); returns the address of the first byte of all.
   */
  long reserveData(long more) {
    long wanted = length + more;
    if (wanted > Integer.MAX_VALUE - SLACK) {
      throw site.unsupported("a batch of over 2 GiB of strings", "Read fewer rows at a time.");
    }
    return data.reserve(wanted + SLACK);
  }

  /** Counts values whose offsets and bytes were written. */
  void added(int values, int bytes) {
    count += values;
    length += bytes;
  }

  /** Counts places of NULLs after {@link #added}; their offsets were written. */
  public void widened(int places) {
    count += places;
  }

  /** Forgets all values but keeps the memory. */
  void clear() {
    count = 0;
    length = 0;
  }

  public ArrowBuf takeOffsets() {
    reserve(0);
    return offsets.take();
  }

  /** The bytes; the buffer is empty afterwards. */
  public ArrowBuf takeData() {
    clear();
    return data.take();
  }

  @Override
  public void close() {
    offsets.close();
    data.close();
    clear();
  }

  /**
   * Copies a value. Up to 7 bytes more than it has are read and written: both sides have that
   * slack, and what is written too much is overwritten by the next value.
   */
  static void copy(long from, long to, int length) {
    if (length <= 64) {
      for (int i = 0; i < length; i += 8) {
        MemoryUtil.putLong(to + i, MemoryUtil.getLong(from + i));
      }
    } else {
      MemoryUtil.copyMemory(from, to, length);
    }
  }
}
