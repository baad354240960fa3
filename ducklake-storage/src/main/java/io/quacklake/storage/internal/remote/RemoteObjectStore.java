package io.quacklake.storage.internal.remote;

import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.ObjectOutput;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.StorageOptions;
import java.time.Duration;
import java.util.List;

/** A store whose requests take their time: they are made by a pool, each with a deadline. */
public final class RemoteObjectStore implements ObjectStore {
  private static final int THREADS = 16;
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long MOST_AHEAD = 256L << 20;

  private final Blobs blobs;
  private final RequestPool pool;
  private final ReadAhead readAhead =
      new ReadAhead(Math.min(MOST_AHEAD, Runtime.getRuntime().maxMemory() / 4));

  public RemoteObjectStore(Blobs blobs, StorageOptions options) {
    this.blobs = blobs;
    this.pool =
        new RequestPool(
            options.count("max_requests", 1, 256, THREADS),
            options.duration("request_timeout", DEADLINE),
            blobs::close);
  }

  /** Bytes that may be fetched before they are asked for, by all sources of the store. */
  static final class ReadAhead {
    private long left;

    ReadAhead(long bytes) {
      this.left = bytes;
    }

    synchronized boolean take(long bytes) {
      if (bytes > left) {
        return false;
      }
      left -= bytes;
      return true;
    }

    synchronized void giveBack(long bytes) {
      left += bytes;
    }
  }

  @Override
  public ObjectSource open(String location, long size) {
    long known = size >= 0 ? size : info(location).size();
    return new RemoteSource(location, known, blobs, pool, readAhead);
  }

  @Override
  public ObjectInfo info(String location) {
    return pool.call("look at", location, () -> blobs.info(location));
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    String directory = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    List<ObjectInfo> all = pool.call("list", prefix, () -> blobs.list(directory));
    return all.stream().filter(each -> each.location().startsWith(prefix)).toList();
  }

  @Override
  public ObjectOutput create(String location) {
    return new RemoteOutput(location, blobs, pool);
  }

  @Override
  public void delete(String location) {
    pool.call(
        "delete",
        location,
        () -> {
          blobs.delete(location);
          return location;
        });
  }

  @Override
  public void close() {
    pool.close();
  }
}
