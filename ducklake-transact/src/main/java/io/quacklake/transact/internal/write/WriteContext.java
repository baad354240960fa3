package io.quacklake.transact.internal.write;

import com.sun.management.OperatingSystemMXBean;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.ObjectStores;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What writing needs beside a table and rows.
 *
 * @param stores the store for a location
 * @param runBytes how much is held in memory to sort rows, or to bring those of a partition
 *     together; about twice as much is used for a moment
 * @param openFiles how many files are written at a time
 * @param mergeBytes how much memory the rows may take that come in to be merged, before they are
 *     merged in parts; for a moment, twice as much is used
 */
public record WriteContext(
    Function<String, ObjectStore> stores,
    BufferAllocator allocator,
    long runBytes,
    int openFiles,
    long mergeBytes) {
  /**
   * Files that are written, which may hold three times as much, leave most of the heap to others.
   */
  private static final long RUN_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  private static final int OPEN_FILES = 100;
  private static final long MERGE_BYTES =
      Math.max(RUN_BYTES, Math.min(4 * RUN_BYTES, quarterOfMemory()));

  /** The property of Java that says {@code mergeBytes}. */
  public static final String MERGE_BYTES_PROPERTY = "quacklake.merge.bytes";

  /** Writes where the session reads, with its memory. */
  public static WriteContext of(LakehouseSession session) {
    return of(session.stores(), session.allocator());
  }

  /** Writes to the stores of the locations. */
  public static WriteContext of(ObjectStores stores, BufferAllocator allocator) {
    long mergeBytes = Long.getLong(MERGE_BYTES_PROPERTY, MERGE_BYTES);
    return new WriteContext(stores::forLocation, allocator, RUN_BYTES, OPEN_FILES, mergeBytes);
  }

  public WriteContext withStores(Function<String, ObjectStore> others) {
    return new WriteContext(others, allocator, runBytes, openFiles, mergeBytes);
  }

  public WriteContext withRunBytes(long bytes) {
    return new WriteContext(stores, allocator, bytes, openFiles, mergeBytes);
  }

  public WriteContext withOpenFiles(int count) {
    return new WriteContext(stores, allocator, runBytes, count, mergeBytes);
  }

  public WriteContext withMergeBytes(long bytes) {
    return new WriteContext(stores, allocator, runBytes, openFiles, bytes);
  }

  private static long quarterOfMemory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize() / 4
        : Runtime.getRuntime().maxMemory();
  }

  /** Removes a file of which nobody is to know. A failure is left to those who look for orphans. */
  void discard(String location) {
    try {
      stores.apply(location).delete(location);
    } catch (RuntimeException unreachable) {
      // The error that made the file useless is the one to report.
    }
  }
}
