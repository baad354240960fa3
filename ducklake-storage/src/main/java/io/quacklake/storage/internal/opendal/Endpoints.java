package io.quacklake.storage.internal.opendal;

import io.quacklake.storage.StorageOptions;
import java.util.Locale;
import java.util.Optional;

/** The option {@code endpoint}, with or without a scheme. */
final class Endpoints {
  private Endpoints() {}

  static Optional<String> of(StorageOptions options) {
    return options.text("endpoint").map(endpoint -> withScheme(endpoint, options));
  }

  private static String withScheme(String endpoint, StorageOptions options) {
    String lower = endpoint.toLowerCase(Locale.ROOT);
    boolean plain = options.isSet("allow_http");
    if (!lower.contains("://")) {
      return (plain ? "http://" : "https://") + endpoint;
    }
    if (lower.startsWith("http://") && !plain && !isThisMachine(lower)) {
      throw new IllegalArgumentException(
          "The storage option endpoint is "
              + endpoint
              + ", which is not encrypted. If that is meant, set allow_http=true.");
    }
    return endpoint;
  }

  private static boolean isThisMachine(String endpoint) {
    return endpoint.matches("http://(127\\.[0-9.]+|localhost|\\[::1\\])([:/].*)?");
  }
}
