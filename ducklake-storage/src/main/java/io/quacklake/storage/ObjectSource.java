package io.quacklake.storage;

import java.nio.ByteBuffer;
import java.util.List;

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

  /**
   * Says what will be read soon, so that a store with slow answers can fetch it in few requests, at
   * once and in the background. What fails in doing so is reported by {@link #read}.
   */
  default void willRead(List<ByteRange> ranges) {}

  @Override
  void close();
}
