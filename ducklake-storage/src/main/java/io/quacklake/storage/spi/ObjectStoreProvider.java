package io.quacklake.storage.spi;

import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.StorageOptions;
import java.util.Set;

/**
 * A storage service, found by {@link java.util.ServiceLoader} and chosen by the scheme of a
 * location. Those that are found come before the built-in ones.
 */
public interface ObjectStoreProvider {
  /** The schemes it serves, in lower case. */
  Set<String> schemes();

  /**
   * The beginning of a location that one store serves, such as {@code s3://bucket/}.
   *
   * @throws IllegalArgumentException if the location is none of this service
   */
  String root(String location);

  /** Opens the store of a {@link #root}. It is asked for whole locations. */
  ObjectStore open(String root, StorageOptions options);
}
