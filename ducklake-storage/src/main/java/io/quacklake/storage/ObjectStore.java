package io.quacklake.storage;

import java.util.List;

/**
 * A place for files. Locations are opaque: neither decoded nor normalised. Safe to share between
 * threads.
 *
 * <p>Every method throws {@link StorageException} when the store fails.
 */
public interface ObjectStore extends ObjectOpener, AutoCloseable {
  /** Size and modification time, from the store. */
  ObjectInfo info(String location);

  /** Objects whose location begins with {@code prefix}, in no order. */
  List<ObjectInfo> list(String prefix);

  /** A new object; fails, now or when it is closed, if the location is taken. */
  ObjectOutput create(String location);

  /** Removes an object; one that is not there is no error. */
  void delete(String location);

  @Override
  void close();
}
