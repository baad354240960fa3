package io.quacklake.storage.internal.opendal;

import io.quacklake.storage.StorageOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** S3 and what speaks like it. */
final class S3Services {
  private S3Services() {}

  static Service s3(String root, StorageOptions options) {
    return of(root, options, "access_key_id", "secret_access_key", null);
  }

  /** Google Cloud Storage by its S3 interface, with an HMAC key. */
  static Service gcs(String root, StorageOptions options) {
    return of(root, options, "hmac_key_id", "hmac_secret", "https://storage.googleapis.com");
  }

  private static Service of(
      String root,
      StorageOptions options,
      String idOption,
      String secretOption,
      @org.jspecify.annotations.Nullable String otherwise) {
    Map<String, String> own = new HashMap<>();
    own.put("bucket", root.substring(root.indexOf("://") + 3, root.length() - 1));
    Optional<String> endpoint = Endpoints.of(options).or(() -> Optional.ofNullable(otherwise));
    endpoint.ifPresent(value -> own.put("endpoint", value));
    if (options.isSet("virtual_hosted_style")) {
      own.put("enable_virtual_host_style", "true");
    }
    Optional<String> id = options.text(idOption);
    Optional<String> secret = options.text(secretOption);
    if (id.isPresent() != secret.isPresent()) {
      throw new IllegalArgumentException(
          "The storage options " + idOption + " and " + secretOption + " go together.");
    }
    if (id.isPresent() || options.isSet("anonymous")) {
      own.put("disable_config_load", "true"); // nothing else is to be tried
      own.put("disable_ec2_metadata", "true");
    }
    if (id.isPresent() && secret.isPresent()) {
      own.put("access_key_id", id.get());
      own.put("secret_access_key", secret.get());
      options.text("session_token").ifPresent(token -> own.put("session_token", token));
    } else if (options.isSet("anonymous")) {
      own.put("allow_anonymous", "true");
    }
    region(options, endpoint).ifPresent(region -> own.put("region", region));
    return new Service(
        root, "s3", own, endpoint.orElse("the default endpoint"), Service.Writes.ANY_NAME);
  }

  /** Without one, opendal looks into the profile, and needs one for an endpoint of one's own. */
  private static Optional<String> region(StorageOptions options, Optional<String> endpoint) {
    return options
        .text("region")
        .or(() -> environment("AWS_REGION"))
        .or(() -> environment("AWS_DEFAULT_REGION"))
        .or(() -> endpoint.map(any -> "us-east-1"));
  }

  static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
