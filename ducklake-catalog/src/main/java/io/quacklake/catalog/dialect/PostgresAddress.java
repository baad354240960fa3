package io.quacklake.catalog.dialect;

import io.quacklake.catalog.CatalogUri;
import java.util.Map;
import java.util.Set;

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

  private static final Set<String> PLACE = Set.of("host", "hostaddr", "port", "dbname");
  private static final String DEFAULT_PORT = "5432";

  private PostgresAddress() {}

  static String url(CatalogUri address) {
    ServerAddress server = server(address);
    String host = server.word("host", "PGHOST", "localhost");
    if (server.words().containsKey("hostaddr")) {
      host = server.words().get("hostaddr");
    }
    if (host.startsWith("/") || host.contains(",")) {
      throw new IllegalArgumentException(
          "The JDBC driver of PostgreSQL connects to one host by TCP, not to " + host);
    }
    String port = server.word("port", "PGPORT", DEFAULT_PORT);
    return server.url("postgresql", host, port, server.word("dbname", "PGDATABASE", user(server)));
  }

  static Map<String, String> properties(CatalogUri address) {
    ServerAddress server = server(address);
    Map<String, String> properties = server.properties(PROPERTIES::get, PLACE);
    properties.putIfAbsent("user", user(server));
    VARIABLES.forEach(
        (variable, property) -> {
          String value = System.getenv(variable);
          if (value != null) {
            properties.putIfAbsent(property, value);
          }
        });
    properties.putIfAbsent("ApplicationName", "Quacklake");
    // A statement that the server prepared is not there on the next connection of a pooler;
    // PostgresDialect.connected looks whether there is one.
    properties.put("prepareThreshold", "0");
    properties.put("targetServerType", properties.getOrDefault("targetServerType", "any"));
    return properties;
  }

  private static ServerAddress server(CatalogUri address) {
    return new ServerAddress("PostgreSQL", address.words());
  }

  private static String user(ServerAddress server) {
    return server.word("user", "PGUSER", System.getProperty("user.name"));
  }
}
