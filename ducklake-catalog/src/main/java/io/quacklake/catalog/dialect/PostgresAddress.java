package io.quacklake.catalog.dialect;

import io.quacklake.catalog.CatalogUri;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns libpq's words for a connection into those of the JDBC driver. */
final class PostgresAddress {
  /** Words that mean the same under another name in the driver. */
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("user", "user"),
          Map.entry("password", "password"),
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslpassword", "sslpassword"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("application_name", "ApplicationName"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("options", "options"),
          Map.entry("target_session_attrs", "targetServerType"),
          Map.entry("service", "service"));

  /** Variables of libpq's that the driver does not read; it reads PGPASSFILE. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "PGPASSWORD", "password",
          "PGSSLMODE", "sslmode",
          "PGSSLCERT", "sslcert",
          "PGSSLKEY", "sslkey",
          "PGSSLROOTCERT", "sslrootcert",
          "PGCONNECT_TIMEOUT", "connectTimeout");

  private static final String PLACE = "host hostaddr port dbname";
  private static final String DEFAULT_PORT = "5432";

  private PostgresAddress() {}

  static String url(CatalogUri address) {
    Map<String, String> words = address.words();
    String host = word(words, "host", "PGHOST", "localhost");
    if (words.containsKey("hostaddr")) {
      host = words.get("hostaddr");
    }
    if (host.startsWith("/") || host.contains(",")) {
      throw new IllegalArgumentException(
          "The JDBC driver of PostgreSQL connects to one host by TCP, not to " + host);
    }
    String port = word(words, "port", "PGPORT", DEFAULT_PORT);
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("The port of a PostgreSQL server is a number: " + port);
    }
    String database = word(words, "dbname", "PGDATABASE", user(words));
    return "jdbc:postgresql://%s:%s/%s"
        .formatted(host.contains(":") ? "[" + host + "]" : host, port, encoded(database));
  }

  static Map<String, String> properties(CatalogUri address) {
    Map<String, String> properties = new HashMap<>();
    TreeSet<String> unknown = new TreeSet<>();
    address
        .words()
        .forEach(
            (word, value) -> {
              String property = PROPERTIES.get(word);
              if (property != null) {
                properties.put(property, value);
              } else if (!PLACE.contains(word)) {
                unknown.add(word);
              }
            });
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Words of the PostgreSQL address that are not known: " + unknown);
    }
    properties.putIfAbsent("user", user(address.words()));
    VARIABLES.forEach(
        (variable, property) -> {
          String value = System.getenv(variable);
          if (value != null) {
            properties.putIfAbsent(property, value);
          }
        });
    properties.putIfAbsent("ApplicationName", "Quacklake");
    // A statement that the server prepared is not there on the next connection of a pooler.
    properties.put("prepareThreshold", "0");
    properties.put("targetServerType", properties.getOrDefault("targetServerType", "any"));
    return properties;
  }

  private static String user(Map<String, String> words) {
    return word(words, "user", "PGUSER", System.getProperty("user.name"));
  }

  private static String word(
      Map<String, String> words, String word, String variable, String otherwise) {
    String given = words.get(word);
    @Nullable String set = given == null ? System.getenv(variable) : given;
    return set == null ? otherwise : set;
  }

  /** For the path of a URL. */
  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
