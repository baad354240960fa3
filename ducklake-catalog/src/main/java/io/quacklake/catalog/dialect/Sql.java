package io.quacklake.catalog.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Statements without values. */
final class Sql {
  private Sql() {}

  /** Runs a statement, if there is one. */
  static void execute(Connection connection, @Nullable String sql) throws SQLException {
    if (sql != null) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
