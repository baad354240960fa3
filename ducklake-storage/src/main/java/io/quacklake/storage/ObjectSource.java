package io.quacklake.storage;

import java.nio.ByteBuffer;

/** An open object. Safe to share between threads. */
public interface ObjectSource extends AutoCloseable {
  /** Where it lies, for messages. */
  String location();

  /** Its size in bytes. */
  long size();

  /**
   * Fills {@code into} from its position to its limit with the bytes at {@code offset}.
   *
   * @throws StorageException if the object ends before, or the store fails; never a short read
   */
  void read(long offset, ByteBuffer into);

  @Override
  void close();
}
