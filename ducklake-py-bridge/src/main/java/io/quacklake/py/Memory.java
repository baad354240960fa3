package io.quacklake.py;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** How much memory this JVM took: for tests and for those who wonder. */
public final class Memory {
  private Memory() {}

  /**
   * Most heap that was in use since the start: the sum of the pools' peaks, so rather too much than
   * too little.
   */
  public static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(Memory::peak)
        .sum();
  }

  private static long peak(MemoryPoolMXBean pool) {
    return pool.getPeakUsage().getUsed();
  }

  /** Most Arrow memory, which lies outside the heap, that was in use since the start. */
  public static long arrowPeak() {
    return Exports.ROOT.getPeakMemoryAllocation();
  }

  /** Direct and mapped buffers of java.nio that are in use. */
  public static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
