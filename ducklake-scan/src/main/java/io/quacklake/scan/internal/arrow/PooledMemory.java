package io.quacklake.scan.internal.arrow;

import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Memory of Arrow buffers that is used again. A buffer of a batch is large enough for an ordinary
 * {@code malloc} to fetch it from the system each time and give it back afterwards, and then a
 * quarter of a scan's time goes into pages that the system clears. What rests here is bounded.
 */
public final class PooledMemory implements AllocationManager.Factory {
  /** Smaller ones are what {@code malloc} is good at; larger ones are rare. */
  private static final int SMALLEST_SHIFT = 14;

  private static final int LARGEST_SHIFT = 24;
  private static final int KEPT_OF_EACH_SIZE = 64;

  /** How much may rest in a pool: more than the batches of two threads are. */
  private static final long RESTING = 64L << 20;

  private static final ArrowBuf EMPTY =
      new ArrowBuf(ReferenceManager.NO_OP, null, 0, MemoryUtil.allocateMemory(1));

  private final long mostBytes;
  private final long[][] blocks = new long[LARGEST_SHIFT + 1][KEPT_OF_EACH_SIZE];
  private final int[] counts = new int[LARGEST_SHIFT + 1];
  private long bytes;
  private boolean closed;

  private PooledMemory(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** A root allocator with a pool of its own, which ends with it. */
  public static BufferAllocator newRootAllocator() {
    return new PooledRoot(new PooledMemory(RESTING));
  }

  private static final class PooledRoot extends RootAllocator {
    private final PooledMemory memory;

    PooledRoot(PooledMemory memory) {
      super(RootAllocator.configBuilder().allocationManagerFactory(memory).build());
      this.memory = memory;
    }

    @Override
    public synchronized void close() {
      try {
        super.close();
      } finally {
        memory.close();
      }
    }
  }

  @Override
  public AllocationManager create(BufferAllocator accountingAllocator, long size) {
    return new Block(accountingAllocator, size);
  }

  @Override
  public ArrowBuf empty() {
    return EMPTY;
  }

  private static int shift(long size) {
    return Math.max(SMALLEST_SHIFT, 64 - Long.numberOfLeadingZeros(size - 1));
  }

  private static boolean pooled(long size) {
    return size > 1L << (SMALLEST_SHIFT - 1) && size <= 1L << LARGEST_SHIFT;
  }

  private long take(long size) {
    if (!pooled(size)) {
      return MemoryUtil.allocateMemory(Math.max(1, size));
    }
    int shift = shift(size);
    synchronized (this) {
      if (counts[shift] > 0) {
        bytes -= 1L << shift;
        return blocks[shift][--counts[shift]];
      }
    }
    return MemoryUtil.allocateMemory(1L << shift);
  }

  private void giveBack(long address, long size) {
    if (pooled(size)) {
      int shift = shift(size);
      synchronized (this) {
        if (!closed && counts[shift] < KEPT_OF_EACH_SIZE && bytes + (1L << shift) <= mostBytes) {
          bytes += 1L << shift;
          blocks[shift][counts[shift]++] = address;
          return;
        }
      }
    }
    MemoryUtil.freeMemory(address);
  }

  /** Frees what rests here; buffers that are still in use are freed when they are released. */
  private synchronized void close() {
    closed = true;
    for (int shift = 0; shift < counts.length; shift++) {
      while (counts[shift] > 0) {
        MemoryUtil.freeMemory(blocks[shift][--counts[shift]]);
      }
    }
    bytes = 0;
  }

  private final class Block extends AllocationManager {
    private final long size;
    private final long address;

    Block(BufferAllocator accountingAllocator, long size) {
      super(accountingAllocator);
      this.size = size;
      this.address = take(size);
    }

    @Override
    public long getSize() {
      return size;
    }

    @Override
    protected long memoryAddress() {
      return address;
    }

    @Override
    protected void release0() {
      giveBack(address, size);
    }
  }
}
