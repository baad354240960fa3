package io.quacklake.catalog;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.MariaDbServer;
import io.quacklake.golden.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lakes made for a test, and what plain SQL says of their catalogs. */
final class NewLakes {
  private NewLakes() {}

  static CatalogConfig config(Backend backend, Path directory) {
    return CatalogConfig.of(CatalogUri.parse(address(backend, directory)));
  }

  static String address(Backend backend, Path directory) {
    Path file = file(backend, directory);
    return switch (backend) {
      case POSTGRES -> postgres().address(database(file));
      case MARIADB -> mariaDb().address(database(file));
      case DUCKDB, SQLITE -> "ducklake:%s:%s".formatted(scheme(backend), file);
    };
  }

  /** The server; the test is skipped where there is none. */
  static PostgresServer postgres() {
    Optional<PostgresServer> server = PostgresServer.shared();
    assumeTrue(server.isPresent(), PostgresServer.MISSING);
    return server.orElseThrow();
  }

  /** The same. */
  static MariaDbServer mariaDb() {
    Optional<MariaDbServer> server = MariaDbServer.shared();
    assumeTrue(server.isPresent(), MariaDbServer.MISSING);
    return server.orElseThrow();
  }

  /** What stands for the catalog: its file, or on a server a path that names a database. */
  static Path file(Backend backend, Path directory) {
    Path file = directory.resolve("new." + scheme(backend));
    if (isServer(backend) && DATABASES.add(database(file))) {
      if (backend == Backend.POSTGRES) {
        postgres().create(database(file));
      } else {
        mariaDb().create(database(file));
      }
    }
    return file;
  }

  static boolean isServer(Backend backend) {
    return backend == Backend.POSTGRES || backend == Backend.MARIADB;
  }

  private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();

  /** Puts the dump of a golden lake where {@link #sql} finds it. */
  static void restore(GoldenLake lake, Path file) {
    postgres().restore(database(file), lake.catalog(Backend.POSTGRES).file());
  }

  private static String database(Path file) {
    return "new_" + Integer.toHexString(file.toString().hashCode());
  }

  private static String scheme(Backend backend) {
    return backend.name().toLowerCase(Locale.ROOT);
  }

  static String jdbcUrl(Backend backend, Path file) {
    return switch (backend) {
      case POSTGRES -> postgres().jdbcUrl(database(file));
      case MARIADB -> mariaDb().jdbcUrl(database(file));
      case DUCKDB, SQLITE -> "jdbc:%s:%s".formatted(scheme(backend), file);
    };
  }

  static Catalog create(Backend backend, Path directory) {
    return Catalog.create(config(backend, directory), NewLake.at("files/"));
  }

  /** Asks the closed catalog. */
  static List<List<@Nullable Object>> sql(Backend backend, Path file, String... statements)
      throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl(backend, file));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        rows.clear();
        if (statement.execute(sql)) {
          ResultSet result = statement.getResultSet();
          while (result.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
              row.add(result.getObject(i));
            }
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }
}
