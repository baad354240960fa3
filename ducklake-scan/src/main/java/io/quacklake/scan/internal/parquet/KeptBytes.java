package io.quacklake.scan.internal.parquet;

import io.quacklake.storage.ObjectSource;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Page indexes and Bloom filters that were read, as they are in the file: small, asked for by every
 * look-up, and on an object store a request each. Kept with the footer, up to a bound. Safe to
 * share between threads.
 */
final class KeptBytes {
  private static final int LARGEST = 1 << 16;

  private final Map<Long, byte[]> byOffset = new HashMap<>();
  private long room;

  KeptBytes(long room) {
    this.room = room;
  }

  /** So many bytes of the file. */
  ByteBuffer read(ObjectSource source, long offset, int length) {
    byte[] known = find(offset);
    if (known != null && known.length >= length) {
      return ByteBuffer.wrap(known, 0, length).slice();
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    source.read(offset, bytes);
    keep(offset, bytes.array());
    return bytes.clear();
  }

  private synchronized byte @Nullable [] find(long offset) {
    return byOffset.get(offset);
  }

  private synchronized void keep(long offset, byte[] bytes) {
    if (bytes.length <= Math.min(LARGEST, room) && byOffset.putIfAbsent(offset, bytes) == null) {
      room -= bytes.length;
    }
  }
}
