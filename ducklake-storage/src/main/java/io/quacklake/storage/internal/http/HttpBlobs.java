package io.quacklake.storage.internal.http;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import io.quacklake.storage.StorageOptions;
import io.quacklake.storage.internal.remote.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to a web server. Names are literal, as in every store: they are encoded on their way,
 * and a name that has {@code %20} in it is asked for as {@code %2520}.
 */
final class HttpBlobs implements Blobs {
  private static final Logger LOG = LoggerFactory.getLogger(HttpBlobs.class);
  private static final int RETRIES = 5;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final String root;
  private final HttpClient client;
  private final int retries;
  private final Duration connect;
  private final Duration answer;

  HttpBlobs(String root, StorageOptions options) {
    this.root = root;
    this.retries = options.count("max_retries", 0, 100, RETRIES);
    this.answer = options.duration("request_timeout", ANSWER);
    this.connect = options.duration("connect_timeout", CONNECT);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(connect)
            .build();
  }

  /** What is read of an answer. */
  private interface Reading<T> {
    /** Null if the answer is no good but another may be. */
    @Nullable T of(HttpResponse<InputStream> response) throws IOException;
  }

  @Override
  public byte[] read(String location, long offset, int length) {
    if (length == 0) {
      return new byte[0];
    }
    HttpRequest request =
        request(location)
            .header("Range", "bytes=" + offset + "-" + (offset + length - 1))
            .GET()
            .build();
    return ask(
        "read",
        location,
        request,
        response -> {
          long skip =
              response.statusCode() == 200
                  ? offset // the server knows no ranges and sends all of it
                  : offset - firstByte(response, offset);
          InputStream body = response.body();
          body.skipNBytes(skip);
          byte[] bytes = body.readNBytes(length);
          if (bytes.length < length) {
            throw new IOException(
                "the answer ends after " + bytes.length + " of " + length + " bytes");
          }
          return bytes;
        });
  }

  /**
   * The first byte of a partial answer; one that begins elsewhere is not taken for what it isn't.
   */
  private static long firstByte(HttpResponse<InputStream> response, long offset)
      throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + offset + "-")) {
      throw new IOException("the answer is of another range: " + range);
    }
    return offset;
  }

  @Override
  public ObjectInfo info(String location) {
    HttpRequest head =
        request(location).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
    try {
      return ask("look at", location, head, response -> info(location, response));
    } catch (StorageException noHead) {
      if (noHead.reason() != Reason.DENIED && noHead.reason() != Reason.OTHER) {
        throw noHead;
      }
      HttpRequest first = request(location).header("Range", "bytes=0-0").GET().build();
      return ask("look at", location, first, response -> info(location, response));
    }
  }

  private static ObjectInfo info(String location, HttpResponse<InputStream> response)
      throws IOException {
    var headers = response.headers();
    String range = headers.firstValue("Content-Range").orElse("");
    String size =
        response.statusCode() == 206
            ? range.substring(range.lastIndexOf('/') + 1)
            : headers.firstValue("Content-Length").orElse("");
    if (!size.matches("\\d{1,18}")) {
      throw new IOException("the server does not say how large it is");
    }
    return new ObjectInfo(
        location,
        Long.parseLong(size),
        headers.firstValue("Last-Modified").map(HttpBlobs::instant).orElse(Instant.EPOCH),
        headers.firstValue("ETag").orElse(null));
  }

  private static Instant instant(String text) {
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  private HttpRequest.Builder request(String location) {
    return HttpRequest.newBuilder(uri(location)).timeout(answer);
  }

  private URI uri(String location) {
    StringBuilder text = new StringBuilder(root);
    String path = location.substring(root.length());
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~/=".indexOf(c) >= 0;
      if (plain) {
        text.append(c);
      } else {
        text.append(String.format("%%%02X", (int) c));
      }
    }
    return URI.create(text.toString());
  }

  private <T> T ask(String operation, String location, HttpRequest request, Reading<T> reading) {
    for (int attempt = 0; ; attempt++) {
      StorageException failure;
      try {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        InputStream answer = response.body();
        try (answer) {
          int status = response.statusCode();
          if (status == 200 || status == 206) {
            T result = reading.of(response);
            if (result != null) {
              return result;
            }
          }
          failure = refused(operation, location, status);
          if (!isWorthAnother(status)) {
            throw failure;
          }
        }
      } catch (IOException broken) {
        failure = broken(operation, location, broken);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw broken(operation, location, interrupted);
      }
      if (attempt >= retries) {
        throw failure;
      }
      try {
        Backoff.sleep(attempt);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw failure;
      }
    }
  }

  private static boolean isWorthAnother(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static StorageException refused(String operation, String location, int status) {
    Reason reason =
        switch (status) {
          case 404, 410 -> Reason.NOT_FOUND;
          case 401, 403 -> Reason.DENIED;
          case 416 -> Reason.TOO_SHORT;
          case 429, 503 -> Reason.THROTTLED;
          default -> Reason.OTHER;
        };
    String why =
        switch (reason) {
          case NOT_FOUND -> "there is no such file";
          case DENIED -> "permission denied";
          case TOO_SHORT -> "it ends before";
          default -> "the server answers";
        };
    return new StorageException(
        reason,
        location,
        "Cannot " + operation + " " + location + ": " + why + " (HTTP " + status + ").",
        null);
  }

  private StorageException broken(String operation, String location, Exception failure) {
    boolean late = failure instanceof HttpTimeoutException;
    String why;
    if (failure instanceof HttpConnectTimeoutException) {
      why = "no connection within " + connect.toMillis() + " ms (option connect_timeout)";
    } else if (late) {
      why = "no answer within " + answer.toMillis() + " ms (option request_timeout)";
    } else {
      why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    return new StorageException(
        late ? Reason.TIMEOUT : Reason.OTHER,
        location,
        "Cannot " + operation + " " + location + ": " + why + ".",
        failure);
  }

  @Override
  public List<ObjectInfo> list(String directory) {
    throw new UnsupportedFeatureException(
        "listing over HTTP", "The files of " + directory + " cannot be listed over HTTP.");
  }

  @Override
  public void put(String location, byte[] bytes) {
    throw readOnly(location);
  }

  @Override
  public Upload upload(String location) {
    throw readOnly(location);
  }

  @Override
  public void delete(String location) {
    throw readOnly(location);
  }

  private static UnsupportedFeatureException readOnly(String location) {
    return new UnsupportedFeatureException(
        "writing over HTTP",
        "Cannot write "
            + location
            + ": over HTTP lakes are read. Use the address of the bucket, such as s3://.");
  }

  /** On older JDKs the client's thread ends when nobody holds the client any more. */
  @Override
  public void close() {
    Object since21 = client;
    if (since21 instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception unusable) {
        LOG.debug("An HTTP client could not be closed", unusable);
      }
    }
  }
}
