package io.quacklake.storage.internal.opendal;

import io.quacklake.storage.StorageOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Google Cloud Storage: with an HMAC key by its S3 interface, else by its own. */
final class GcsServices {
  private GcsServices() {}

  static Service gcs(String root, StorageOptions options) {
    if (options.text("hmac_key_id").isPresent() || options.text("hmac_secret").isPresent()) {
      return S3Services.gcs(root, options);
    }
    Map<String, String> own = new HashMap<>();
    own.put("bucket", root.substring(root.indexOf("://") + 3, root.length() - 1));
    Optional<String> endpoint = Endpoints.of(options);
    endpoint.ifPresent(value -> own.put("endpoint", value));
    options
        .text("credential_path")
        .or(() -> S3Services.environment("GOOGLE_APPLICATION_CREDENTIALS"))
        .ifPresent(path -> own.put("credential_path", path));
    if (options.isSet("anonymous")) {
      own.put("allow_anonymous", "true");
      own.put("disable_config_load", "true");
      own.put("disable_vm_metadata", "true");
    }
    return new Service(
        root,
        "gcs",
        own,
        endpoint.orElse("https://storage.googleapis.com"),
        Service.Writes.PLAIN_NAMES);
  }
}
