package io.quacklake.transact.internal.draft;

import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that a transaction wrote, which nobody knows of before it is committed. */
public final class WrittenFiles {
  private static final Logger LOG = LoggerFactory.getLogger(WrittenFiles.class);

  private final ObjectStores stores;
  private final Set<String> locations = new LinkedHashSet<>();

  /**
   * @param stores where they were written
   */
  public WrittenFiles(ObjectStores stores) {
    this.stores = stores;
  }

  public void add(String location) {
    locations.add(location);
  }

  public List<String> locations() {
    return List.copyOf(locations);
  }

  /** From now on the catalog knows that file. */
  public void keep(String location) {
    locations.remove(location);
  }

  /** Removes a file that is not needed after all. */
  public void remove(String location) {
    locations.remove(location);
    delete(location);
  }

  /** Removes all files; one that cannot be removed is left for the finder of orphans. */
  public void removeAll() {
    locations.forEach(this::delete);
    locations.clear();
  }

  private void delete(String location) {
    try {
      stores.forLocation(location).delete(location);
    } catch (StorageException failure) {
      LOG.warn("Cannot remove {}, which no snapshot has: {}", location, failure.getMessage());
    }
  }
}
