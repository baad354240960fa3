package io.quacklake.scan.internal.parquet.bytes;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** A buffer of a vector in the making. */
public final class GrowingBuffer implements AutoCloseable {
  private final BufferAllocator allocator;
  private @Nullable ArrowBuf buffer;
  private long address;
  private long capacity;

  public GrowingBuffer(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** Makes room for {@code bytes} in all; what it holds is kept. Returns its address. */
  public long reserve(long bytes) {
    if (bytes > capacity) {
      grow(bytes);
    }
    return address;
  }

  public long address() {
    return address;
  }

  /** The buffer, now the caller's; this one is empty again. */
  public ArrowBuf take() {
    ArrowBuf taken = buffer;
    buffer = null;
    address = 0;
    capacity = 0;
    return taken == null ? allocator.getEmpty() : taken;
  }

  @Override
  public void close() {
    ArrowBuf old = buffer;
    buffer = null;
    address = 0;
    capacity = 0;
    if (old != null) {
      old.close();
    }
  }

  private void grow(long bytes) {
    ArrowBuf old = buffer;
    ArrowBuf fresh = allocator.buffer(old == null ? bytes : Math.max(bytes, 2 * capacity));
    if (old != null) {
      MemoryUtil.copyMemory(address, fresh.memoryAddress(), capacity);
      old.close();
    }
    buffer = fresh;
    address = fresh.memoryAddress();
    capacity = fresh.capacity();
  }
}
