package io.quacklake.catalog.dialect;

import io.quacklake.catalog.CatalogUri;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns the words of DuckDB's addresses of MySQL into those of the JDBC driver. */
final class MySqlAddress {
  /** Words, in lower case, that mean the same under another name in the driver. */
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("user", "user"),
          Map.entry("password", "password"),
          Map.entry("ssl_ca", "serverSslCert"),
          Map.entry("connect_timeout", "connectTimeout"),
          // The driver's own words, as a JDBC URL has them.
          Map.entry("sslmode", "sslMode"),
          Map.entry("serversslcert", "serverSslCert"),
          Map.entry("truststore", "trustStore"),
          Map.entry("truststorepassword", "trustStorePassword"),
          Map.entry("keystore", "keyStore"),
          Map.entry("keystorepassword", "keyStorePassword"),
          Map.entry("connecttimeout", "connectTimeout"),
          Map.entry("allowpublickeyretrieval", "allowPublicKeyRetrieval"),
          Map.entry("serverrsapublickeyfile", "serverRsaPublicKeyFile"));

  private static final Map<String, String> SSL_MODES =
      Map.of(
          "disabled", "disable",
          "required", "trust",
          "verify_ca", "verify-ca",
          "verify_identity", "verify-full");

  private static final Set<String> PLACE = Set.of("host", "port", "dbname", "ssl_mode");

  private MySqlAddress() {}

  static String url(CatalogUri address) {
    ServerAddress server = server(address);
    String host = server.word("host", "MYSQL_HOST", "localhost");
    if (server.words().containsKey("socket") || host.startsWith("/") || host.contains(",")) {
      throw new IllegalArgumentException(
          "The JDBC driver of MariaDB connects to one host by TCP: give host and port.");
    }
    String database = server.word("dbname", "MYSQL_DATABASE", "");
    if (database.isEmpty()) {
      throw new IllegalArgumentException(
          "The address of a MySQL catalog names its database: db=lake");
    }
    return server.url("mariadb", host, server.word("port", "MYSQL_TCP_PORT", "3306"), database);
  }

  static Map<String, String> properties(CatalogUri address) {
    ServerAddress server = server(address);
    Map<String, String> properties =
        server.properties(word -> PROPERTIES.get(word.toLowerCase(Locale.ROOT)), PLACE);
    String mode = address.words().get("ssl_mode");
    if (mode != null) {
      properties.put("sslMode", sslMode(mode));
    }
    properties.putIfAbsent(
        "user", server.word("user", "MYSQL_USER", System.getProperty("user.name")));
    String password = System.getenv("MYSQL_PWD");
    if (password != null) {
      properties.putIfAbsent("password", password);
    }
    properties.put("allowLocalInfile", "false"); // a server may not ask for our files
    return properties;
  }

  private static String sslMode(String mode) {
    String known = SSL_MODES.get(mode.toLowerCase(Locale.ROOT));
    if (known == null) {
      throw new IllegalArgumentException(
          "ssl_mode of a MySQL address is disabled, required, verify_ca or verify_identity, not "
              + mode
              + "; the JDBC driver has no mode in which encryption is left to the server.");
    }
    return known;
  }

  private static ServerAddress server(CatalogUri address) {
    return new ServerAddress("MySQL", address.words());
  }
}
