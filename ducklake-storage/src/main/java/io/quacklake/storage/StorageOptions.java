package io.quacklake.storage;

import io.quacklake.format.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to reach object stores. Names are the same in every door, and DuckDB's words for some of them
 * are understood; a name that is not known is an error. {@code toString} shows no secret.
 */
public final class StorageOptions {
  /** No option at all: credentials come from the environment and the vendors' own files. */
  public static final StorageOptions NONE = new StorageOptions(Map.of());

  private static final Set<String> SECRET =
      Set.of(
          "access_key_id",
          "secret_access_key",
          "session_token",
          "account_key",
          "sas_token",
          "hmac_key_id",
          "hmac_secret");

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

  private static final Map<String, String> RENAMED =
      Map.of("key_id", "access_key_id", "secret", "secret_access_key");

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|)");

  private final Map<String, String> options;

  /** An option under its own name. */
  public record Option(String name, String value) {
    @Override
    public String toString() {
      return name + "=" + (mayBeShown(name) ? value : "***");
    }
  }

  private StorageOptions(Map<String, String> options) {
    this.options = Map.copyOf(options);
  }

  /**
   * Options by their names or DuckDB's.
   *
   * @throws NotFoundException if there is no such option; it suggests another
   * @throws IllegalArgumentException if a value is none that the option can have
   */
  public static StorageOptions of(Map<String, String> options) {
    Map<String, String> resolved = new TreeMap<>();
    options.forEach(
        (name, value) -> {
          Option option = resolve(name, value, "the storage options");
          resolved.put(option.name(), option.value());
        });
    StorageOptions result = new StorageOptions(resolved);
    result.check();
    return result;
  }

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
    if (SECRET.contains(lower) || NOT_SECRET.contains(lower)) {
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

  /** The options under their own names, secrets included: never print them. */
  public Map<String, String> asMap() {
    return options;
  }

  /** A text; empty where it is not given or empty. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(options.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether {@code name=true} is given. */
  public boolean isSet(String name) {
    return text(name).map(value -> truth(name, value)).orElse(false);
  }

  /** A time such as {@code 30}, {@code 30s}, {@code 500ms} or {@code 2m}. */
  public Duration duration(String name, Duration otherwise) {
    return text(name).map(value -> parseDuration(name, value)).orElse(otherwise);
  }

  /** A whole number. */
  public int count(String name, int least, int most, int otherwise) {
    return text(name).map(value -> parseCount(name, value, least, most)).orElse(otherwise);
  }

  /** The text without any of the secrets. */
  public String withoutSecrets(String text) {
    String clean = text;
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (SECRET.contains(option.getKey()) && option.getValue().length() > 3) {
        clean = clean.replace(option.getValue(), "***");
      }
    }
    return clean;
  }

  private void check() {
    isSet("anonymous");
    isSet("virtual_hosted_style");
    isSet("allow_http");
    duration("connect_timeout", Duration.ZERO);
    duration("request_timeout", Duration.ZERO);
    count("max_retries", 0, 100, 0);
    count("max_requests", 1, 256, 1);
  }

  private static boolean truth(String name, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrong(name, value, "true or false");
    };
  }

  private static Duration parseDuration(String name, String value) {
    Matcher matcher = DURATION.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw wrong(name, value, "a time such as 30s, 500ms or 2m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }

  private static int parseCount(String name, String value, int least, int most) {
    if (value.matches("\\d{1,6}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(name, value, "a whole number from " + least + " to " + most);
  }

  private static IllegalArgumentException wrong(String name, String value, String expected) {
    return new IllegalArgumentException(
        "The storage option " + name + " is " + value + "; it can be " + expected + ".");
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
    Set<String> all = new TreeSet<>(NOT_SECRET);
    all.addAll(SECRET);
    all.addAll(RENAMED.keySet());
    all.addAll(Set.of("url_style", "use_ssl"));
    return List.copyOf(all);
  }

  @Override
  public String toString() {
    return "StorageOptions"
        + options.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> new Option(entry.getKey(), entry.getValue()).toString())
            .toList();
  }
}
