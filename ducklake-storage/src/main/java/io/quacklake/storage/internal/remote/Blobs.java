package io.quacklake.storage.internal.remote;

import io.quacklake.storage.ObjectInfo;
import java.util.List;

/**
 * The requests of a service. Each blocks its thread, is repeated by itself where that may help, and
 * throws {@link io.quacklake.storage.StorageException}. Locations are whole and literal.
 */
public interface Blobs extends AutoCloseable {
  /** Exactly these bytes. */
  byte[] read(String location, long offset, int length);

  ObjectInfo info(String location);

  /** Objects below a location that ends in a slash. */
  List<ObjectInfo> list(String directory);

  /** Writes an object in one piece, unless there is one. */
  void put(String location, byte[] bytes);

  /** Begins an object that is written in parts. */
  Upload upload(String location);

  void delete(String location);

  @Override
  void close();

  /** An object in parts. One that is never completed is never seen. */
  interface Upload {
    void part(byte[] bytes);

    void complete();
  }
}
