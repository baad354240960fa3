package io.quacklake.storage;

import java.io.OutputStream;
import java.util.List;

/**
 * A place for files. Locations are opaque: neither decoded nor normalised. Safe to share between
 * threads.
 *
 * <p>Every method throws {@link StorageException} when the store fails.
 */
public interface ObjectStore extends AutoCloseable {
  /** Opens an object for reading ranges. Whoever opened it closes it. */
  ObjectSource open(String location);

  /** Size and modification time, from the store. */
  ObjectInfo info(String location);

  /** Objects whose location begins with {@code prefix}, in no order. */
  List<ObjectInfo> list(String prefix);

  /** A new object, visible as a whole once the stream is closed; fails if the location is taken. */
  OutputStream create(String location);

  /** Removes an object; one that is not there is no error. */
  void delete(String location);

  @Override
  void close();
}
