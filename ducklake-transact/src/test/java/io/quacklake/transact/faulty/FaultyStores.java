package io.quacklake.transact.faulty;

import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.StorageOptions;
import io.quacklake.storage.spi.ObjectStoreProvider;
import java.util.Set;

/**
 * The local file system under locations such as {@code faulty:///tmp/lake/}, whose calls fail as
 * {@link Faults} say. Found as any other store is.
 */
public final class FaultyStores implements ObjectStoreProvider {
  private static final String ROOT = "faulty://";

  /** A local path as a location of this store. */
  public static String location(Object path) {
    return ROOT + path;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("faulty");
  }

  @Override
  public String root(String location) {
    return ROOT;
  }

  @Override
  public ObjectStore open(String root, StorageOptions options) {
    return new FaultyStore(root);
  }
}
