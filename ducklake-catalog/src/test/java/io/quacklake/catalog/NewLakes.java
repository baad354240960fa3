package io.quacklake.catalog;

import io.quacklake.golden.Backend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lakes made for a test, and what plain SQL says of their catalogs. */
final class NewLakes {
  private NewLakes() {}

  static CatalogConfig config(Backend backend, Path directory) {
    return CatalogConfig.of(CatalogUri.parse(address(backend, directory)));
  }

  static String address(Backend backend, Path directory) {
    return "ducklake:%s:%s".formatted(scheme(backend), file(backend, directory));
  }

  static Path file(Backend backend, Path directory) {
    return directory.resolve("new." + scheme(backend));
  }

  private static String scheme(Backend backend) {
    return backend == Backend.DUCKDB ? "duckdb" : "sqlite";
  }

  static Catalog create(Backend backend, Path directory) {
    return Catalog.create(config(backend, directory), NewLake.at("files/"));
  }

  /** Asks the closed catalog. */
  static List<List<@Nullable Object>> sql(Backend backend, Path file, String... statements)
      throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:%s:%s".formatted(scheme(backend), file));
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
