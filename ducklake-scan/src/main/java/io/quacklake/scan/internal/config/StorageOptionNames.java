package io.quacklake.scan.internal.config;

import io.quacklake.format.NotFoundException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names of storage options, and DuckDB's words for some of them. */
public final class StorageOptionNames {
  private static final Set<String> NAMES =
      Set.of(
          "endpoint",
          "region",
          "access_key_id",
          "secret_access_key",
          "session_token",
          "anonymous",
          "virtual_hosted_style",
          "allow_http",
          "account_name",
          "account_key",
          "sas_token",
          "credential_path",
          "hmac_key_id",
          "hmac_secret",
          "connect_timeout",
          "request_timeout",
          "max_retries",
          "max_requests");

  private static final Map<String, String> RENAMED =
      Map.of("key_id", "access_key_id", "secret", "secret_access_key");

  private static final Set<String> NOT_SECRET =
      Set.of(
          "endpoint",
          "region",
          "anonymous",
          "virtual_hosted_style",
          "allow_http",
          "account_name",
          "credential_path",
          "connect_timeout",
          "request_timeout",
          "max_retries",
          "max_requests");

  private StorageOptionNames() {}

  /** An option under its own name. */
  public record Option(String name, String value) {}

  /**
   * The option that {@code name} means; DuckDB's {@code url_style} and {@code use_ssl} turn into
   * {@code virtual_hosted_style} and {@code allow_http}.
   *
   * @param place where the option was found, for the message
   * @throws NotFoundException if there is no such option
   * @throws IllegalArgumentException if the value is none of DuckDB's
   */
  public static Option resolve(String name, String value, String place) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (NAMES.contains(lower)) {
      return new Option(lower, value);
    }
    Optional<String> renamed = Optional.ofNullable(RENAMED.get(lower));
    if (renamed.isPresent()) {
      return new Option(renamed.get(), value);
    }
    return switch (lower) {
      case "url_style" -> new Option("virtual_hosted_style", isVirtualHosted(value, place));
      case "use_ssl" -> new Option("allow_http", not(value, place));
      default -> throw NotFoundException.withSuggestions("storage option", name, place, known());
    };
  }

  /** Whether the value of an option may be shown. */
  public static boolean mayBeShown(String name) {
    return NOT_SECRET.contains(name);
  }

  private static String isVirtualHosted(String value, String place) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "vhost" -> "true";
      case "path" -> "false";
      default ->
          throw new IllegalArgumentException(
              "The storage option url_style in "
                  + place
                  + " is "
                  + value
                  + "; it can be vhost or path.");
    };
  }

  private static String not(String value, String place) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> "false";
      case "false", "0" -> "true";
      default ->
          throw new IllegalArgumentException(
              "The storage option use_ssl in "
                  + place
                  + " is "
                  + value
                  + "; it can be true or false.");
    };
  }

  private static List<String> known() {
    Set<String> all = new TreeSet<>(NAMES);
    all.addAll(RENAMED.keySet());
    all.addAll(Set.of("url_style", "use_ssl"));
    return List.copyOf(all);
  }
}
