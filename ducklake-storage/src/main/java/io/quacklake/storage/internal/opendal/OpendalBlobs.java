package io.quacklake.storage.internal.opendal;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import io.quacklake.storage.StorageOptions;
import io.quacklake.storage.internal.remote.Blobs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.Entry;
import org.apache.opendal.ListOptions;
import org.apache.opendal.Metadata;
import org.apache.opendal.OpenDALException;
import org.apache.opendal.Operator;
import org.apache.opendal.OperatorOutputStream;
import org.apache.opendal.WriteOptions;
import org.apache.opendal.layer.RetryLayer;

/**
 * Requests through opendal's blocking calls. Its asynchronous ones are slower, and never answer
 * where jars were added to a running JVM.
 */
final class OpendalBlobs implements Blobs {
  private static final int RETRIES = 5;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Service service;
  private final StorageOptions options;
  private final Operator operator;

  private OpendalBlobs(Service service, StorageOptions options, Operator operator) {
    this.service = service;
    this.options = options;
    this.operator = operator;
  }

  static OpendalBlobs open(Service service, StorageOptions options) {
    int retries = options.count("max_retries", 0, 100, RETRIES);
    try (AsyncOperator plain = AsyncOperator.of(service.scheme(), service.options())) {
      if (retries == 0) {
        return new OpendalBlobs(service, options, plain.blocking());
      }
      RetryLayer layer =
          RetryLayer.builder()
              .maxTimes(retries)
              .minDelay(FIRST_WAIT)
              .maxDelay(LONGEST_WAIT)
              .jitter(true)
              .build();
      try (AsyncOperator patient = plain.layer(layer)) {
        return new OpendalBlobs(service, options, patient.blocking());
      }
    } catch (OpenDALException failure) {
      throw OpendalErrors.of("reach", service.root(), failure, options);
    }
  }

  /**
   * The name in the bucket. opendal and the URLs it makes give some names another form; those are
   * refused rather than exchanged for others.
   */
  private String key(String location) {
    String key = location.substring(service.root().length());
    if (key.startsWith("/")
        || key.contains("//")
        || !key.equals(key.strip())
        || ("/" + key + "/").matches(".*/(\\.|%2[eE]){1,2}/.*")) {
      throw new UnsupportedFeatureException(
          "object names that are paths in another form",
          "Cannot reach "
              + location
              + ": names with empty, . or .. parts, or with spaces at an end, are not supported.");
    }
    return key;
  }

  private <T> T doing(String operation, String location, Supplier<T> request) {
    try {
      return request.get();
    } catch (OpenDALException failure) {
      throw OpendalErrors.of(operation, location, failure, options);
    }
  }

  @Override
  public byte[] read(String location, long offset, int length) {
    byte[] bytes = doing("read", location, () -> operator.read(key(location), offset, length));
    if (bytes.length != length) {
      throw new StorageException(
          Reason.TOO_SHORT,
          location,
          "Cannot read "
              + length
              + " bytes at "
              + offset
              + " of "
              + location
              + ": the store sent "
              + bytes.length
              + ".",
          null);
    }
    return bytes;
  }

  @Override
  public ObjectInfo info(String location) {
    return doing("look at", location, () -> info(location, operator.stat(key(location))));
  }

  private static ObjectInfo info(String location, Metadata found) {
    Instant modified = found.lastModified;
    return new ObjectInfo(
        location, found.contentLength, modified == null ? Instant.EPOCH : modified, found.etag);
  }

  @Override
  public List<ObjectInfo> list(String directory) {
    String key = key(directory);
    List<Entry> entries =
        doing(
            "list",
            directory,
            () ->
                operator.list(
                    key.isEmpty() ? "/" : key, ListOptions.builder().recursive(true).build()));
    List<ObjectInfo> found = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.metadata.isFile()) {
        found.add(info(service.root() + entry.path, entry.metadata));
      }
    }
    return found;
  }

  @Override
  public void put(String location, byte[] bytes) {
    String key = writableKey(location);
    doing(
        "write",
        location,
        () -> {
          operator.write(key, bytes, WriteOptions.builder().ifNotExists(true).build());
          return key;
        });
  }

  private String writableKey(String location) {
    String key = key(location);
    if (service.writes() == Service.Writes.PLAIN_NAMES && !key.matches("[A-Za-z0-9._~/-]*")) {
      throw new UnsupportedFeatureException(
          "writing names with special characters to Google Cloud Storage",
          "Cannot write "
              + location
              + ": opendal would store it under another name. Give an HMAC key (storage options"
              + " hmac_key_id and hmac_secret), which takes another way, or set the lake's option"
              + " hive_file_pattern to false, so that files of partitions have plain names.");
    }
    return key;
  }

  /** A stream of opendal takes no condition, so the name is looked for first. */
  @Override
  public Upload upload(String location) {
    String key = writableKey(location);
    boolean taken =
        doing(
            "write",
            location,
            () -> {
              try {
                operator.stat(key);
                return true;
              } catch (OpenDALException failure) {
                if (failure.getCode() == OpenDALException.Code.NotFound) {
                  return false;
                }
                throw failure;
              }
            });
    if (taken) {
      throw new StorageException(
          Reason.EXISTS, location, "Cannot write " + location + ": it exists already.", null);
    }
    return new Streamed(location, key);
  }

  /** Parts of one stream; its buffer is as large as each part, so that a part is a request. */
  private final class Streamed implements Upload {
    private final String location;
    private final String key;
    private @org.jspecify.annotations.Nullable OperatorOutputStream out;

    Streamed(String location, String key) {
      this.location = location;
      this.key = key;
    }

    @Override
    public void part(byte[] bytes) {
      stream(
          () -> {
            OperatorOutputStream stream = out;
            if (stream == null) {
              stream = operator.createOutputStream(key, bytes.length);
              out = stream;
            }
            stream.write(bytes);
          });
    }

    @Override
    public void complete() {
      stream(
          () -> {
            if (out != null) {
              out.close();
            }
          });
    }

    private void stream(Writing writing) {
      doing(
          "write",
          location,
          () -> {
            try {
              writing.run();
              return key;
            } catch (IOException failure) {
              throw new StorageException(
                  Reason.OTHER,
                  location,
                  "Cannot write " + location + ": " + failure.getMessage(),
                  failure);
            }
          });
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  @Override
  public void delete(String location) {
    String key = key(location);
    doing(
        "delete",
        location,
        () -> {
          operator.delete(key);
          return key;
        });
  }

  @Override
  public void close() {
    operator.close();
  }
}
