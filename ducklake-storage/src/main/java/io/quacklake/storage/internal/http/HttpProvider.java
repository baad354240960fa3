package io.quacklake.storage.internal.http;

import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.StorageOptions;
import io.quacklake.storage.internal.remote.RemoteObjectStore;
import io.quacklake.storage.spi.ObjectStoreProvider;
import java.util.Set;

/** Files of web servers, to be read; without native code. */
public final class HttpProvider implements ObjectStoreProvider {
  @Override
  public Set<String> schemes() {
    return Set.of("http", "https");
  }

  @Override
  public String root(String location) {
    int host = location.indexOf("://") + 3;
    int slash = location.indexOf('/', host);
    if (slash <= host) {
      throw new IllegalArgumentException("A URL has a host and a path; got " + location);
    }
    return location.substring(0, slash + 1);
  }

  @Override
  public ObjectStore open(String root, StorageOptions options) {
    return new RemoteObjectStore(new HttpBlobs(root, options), options);
  }
}
