package io.quacklake.storage.internal.opendal;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import io.quacklake.storage.internal.remote.RemoteObjectStore;
import io.quacklake.storage.spi.ObjectStoreProvider;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * S3, Google Cloud Storage and Azure Blob Storage. Loads opendal when the first store is opened.
 */
public final class OpendalProvider implements ObjectStoreProvider {
  private static final Map<String, BiFunction<String, StorageOptions, Service>> SERVICES =
      Map.ofEntries(
          Map.entry("s3", S3Services::s3),
          Map.entry("s3a", S3Services::s3),
          Map.entry("r2", S3Services::s3),
          Map.entry("gs", GcsServices::gcs),
          Map.entry("gcs", GcsServices::gcs),
          Map.entry("az", AzureServices::azure),
          Map.entry("azure", AzureServices::azure),
          Map.entry("abfs", AzureServices::azure),
          Map.entry("abfss", AzureServices::azure));

  @Override
  public Set<String> schemes() {
    return SERVICES.keySet();
  }

  @Override
  public String root(String location) {
    String scheme = ObjectStores.scheme(location);
    int begin = location.indexOf("://") + 3;
    int slash = location.indexOf('/', begin);
    if (slash > begin && AzureServices.namesAccount(location.substring(begin, slash))) {
      begin = slash + 1; // the container comes behind the account
      slash = location.indexOf('/', begin);
    }
    if (slash <= begin) {
      throw new IllegalArgumentException(
          "A location is " + scheme + "://BUCKET/PATH; got " + location);
    }
    return location.substring(0, slash + 1);
  }

  @Override
  public ObjectStore open(String root, StorageOptions options) {
    BiFunction<String, StorageOptions, Service> service = SERVICES.get(ObjectStores.scheme(root));
    if (service == null) {
      throw new IllegalArgumentException("Not a store of this provider: " + root);
    }
    Service resolved = service.apply(root, options);
    try {
      return new RemoteObjectStore(OpendalBlobs.open(resolved, options), options);
    } catch (LinkageError | UncheckedIOException absent) {
      var missing =
          new UnsupportedFeatureException(
              "object stores without opendal",
              "Cannot reach "
                  + root
                  + ": object stores need org.apache.opendal:opendal and its native library on the"
                  + " class path, the jar with the classifier of this platform such as"
                  + " linux-x86_64.");
      missing.addSuppressed(absent);
      throw missing;
    }
  }
}
