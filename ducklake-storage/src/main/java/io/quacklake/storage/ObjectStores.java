package io.quacklake.storage;

import io.quacklake.format.LakePath;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.storage.internal.LocalObjectStore;
import io.quacklake.storage.internal.http.HttpProvider;
import io.quacklake.storage.internal.opendal.OpendalProvider;
import io.quacklake.storage.spi.ObjectStoreProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The stores of a session, each opened when the first location in it is asked for and closed with
 * the others. Safe to share between threads.
 */
public final class ObjectStores implements ObjectOpener, AutoCloseable {
  private final StorageOptions options;
  private final Map<String, ObjectStore> open = new HashMap<>();
  private boolean closed;

  private ObjectStores(StorageOptions options) {
    this.options = options;
  }

  /** Stores that are reached with these options; nothing is opened yet. */
  public static ObjectStores of(StorageOptions options) {
    return new ObjectStores(options);
  }

  /** Providers are looked for once; the loader is that of this class, wherever it was added. */
  private static final class Providers {
    private static final Map<String, ObjectStoreProvider> BY_SCHEME = new HashMap<>();

    static {
      List<ObjectStoreProvider> all = new ArrayList<>();
      ServiceLoader.load(ObjectStoreProvider.class, ObjectStores.class.getClassLoader())
          .forEach(all::add);
      all.add(new HttpProvider());
      all.add(new OpendalProvider());
      all.forEach(each -> each.schemes().forEach(scheme -> BY_SCHEME.putIfAbsent(scheme, each)));
    }
  }

  /**
   * The store that holds {@code location}: the local file system for plain paths and {@code file:}
   * URLs, otherwise the service of the scheme. It is closed with these stores.
   *
   * @throws UnsupportedFeatureException for a scheme that no store knows
   */
  public ObjectStore forLocation(String location) {
    String scheme = scheme(location);
    if (scheme.equals("file")) {
      return LocalObjectStore.INSTANCE;
    }
    ObjectStoreProvider provider = Providers.BY_SCHEME.get(scheme);
    if (provider == null) {
      throw new UnsupportedFeatureException(
          "storage " + scheme,
          "Cannot reach "
              + location
              + ": there is no store for "
              + scheme
              + "://. There are stores for local paths, s3://, gs://, az://, abfss:// and"
              + " https://.");
    }
    String root = provider.root(location);
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("The session is closed; " + location + " is out of reach.");
      }
      ObjectStore store = open.get(root);
      if (store == null) {
        store = provider.open(root, options);
        open.put(root, store);
      }
      return store;
    }
  }

  @Override
  public ObjectSource open(String location, long size) {
    return forLocation(location).open(location, size);
  }

  /** The URI scheme in lower case; {@code file} for a plain path. */
  public static String scheme(String location) {
    if (location.regionMatches(true, 0, "file:", 0, 5)) {
      return "file";
    }
    return LakePath.isUrl(location)
        ? location.substring(0, location.indexOf("://")).toLowerCase(Locale.ROOT)
        : "file";
  }

  /** Whether a location is no local one, so that each request takes its time. */
  public static boolean isRemote(String location) {
    return !scheme(location).equals("file");
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.values().forEach(ObjectStore::close);
    open.clear();
  }
}
