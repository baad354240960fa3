package io.quacklake.storage.internal.opendal;

import io.quacklake.storage.StorageOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Azure Blob Storage. Data Lake accounts ({@code abfss://}) are reached by their Blob endpoint,
 * which serves the same files.
 */
final class AzureServices {
  private AzureServices() {}

  /** Whether what follows the scheme is an account, the container coming behind it. */
  static boolean namesAccount(String authority) {
    return authority.contains(".") && !authority.contains("@");
  }

  static Service azure(String root, StorageOptions options) {
    String place = root.substring(root.indexOf("://") + 3, root.length() - 1);
    int at = place.indexOf('@');
    int slash = place.indexOf('/');
    String container =
        at >= 0 ? place.substring(0, at) : slash >= 0 ? place.substring(slash + 1) : place;
    String host = at >= 0 ? place.substring(at + 1) : slash >= 0 ? place.substring(0, slash) : "";
    Optional<String> account =
        (host.isEmpty() ? Optional.<String>empty() : Optional.of(host.split("\\.", 2)[0]))
            .or(() -> options.text("account_name"))
            .or(() -> S3Services.environment("AZURE_STORAGE_ACCOUNT_NAME"))
            .or(() -> S3Services.environment("AZURE_STORAGE_ACCOUNT"));
    Optional<String> endpoint =
        Endpoints.of(options)
            .or(
                () ->
                    host.contains(".")
                        ? Optional.of("https://" + host.replace(".dfs.", ".blob."))
                        : account.map(name -> "https://" + name + ".blob.core.windows.net"));
    if (endpoint.isEmpty()) {
      throw new IllegalArgumentException(
          "Which account is "
              + root
              + " in? Set the storage option account_name, or write"
              + " abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/….");
    }
    Map<String, String> own = new HashMap<>();
    own.put("container", container);
    own.put("endpoint", endpoint.get());
    account.ifPresent(name -> own.put("account_name", name));
    Optional<String> sas = options.text("sas_token");
    sas.ifPresent(
        token -> own.put("sas_token", token.startsWith("?") ? token.substring(1) : token));
    if (sas.isEmpty()) {
      options
          .text("account_key")
          .or(() -> S3Services.environment("AZURE_STORAGE_ACCOUNT_KEY"))
          .or(() -> S3Services.environment("AZURE_STORAGE_KEY"))
          .ifPresent(key -> own.put("account_key", key));
    }
    return new Service(root, "azblob", own, endpoint.get(), Service.Writes.ANY_NAME);
  }
}
