package io.quacklake.transact.internal.write;

import io.quacklake.scan.LakehouseSession;
import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.ObjectStores;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What writing needs beside a table and rows.
 *
 * @param stores the store for a location
 * @param runBytes how much is held in memory to sort rows, or to bring those of a partition
 *     together; about twice as much is used for a moment
 * @param openFiles how many files are written at a time
 */
public record WriteContext(
    Function<String, ObjectStore> stores, BufferAllocator allocator, long runBytes, int openFiles) {
  private static final long RUN_BYTES = 256L << 20;
  private static final int OPEN_FILES = 100;

  /** Writes where the session reads, with its memory. */
  public static WriteContext of(LakehouseSession session) {
    return of(session.stores(), session.allocator());
  }

  /** Writes to the stores of the locations. */
  public static WriteContext of(ObjectStores stores, BufferAllocator allocator) {
    return new WriteContext(stores::forLocation, allocator, RUN_BYTES, OPEN_FILES);
  }

  public WriteContext withStores(Function<String, ObjectStore> others) {
    return new WriteContext(others, allocator, runBytes, openFiles);
  }

  public WriteContext withRunBytes(long bytes) {
    return new WriteContext(stores, allocator, bytes, openFiles);
  }

  public WriteContext withOpenFiles(int count) {
    return new WriteContext(stores, allocator, runBytes, count);
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
