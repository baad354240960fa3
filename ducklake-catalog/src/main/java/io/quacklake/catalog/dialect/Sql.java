package io.quacklake.catalog.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
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

  /** Why there is no connection: drivers say only in words that it is for want of encryption. */
  static SqlFailure withoutConnection(SQLException failure) {
    String words = Objects.requireNonNullElse(failure.getMessage(), "").toLowerCase(Locale.ROOT);
    return Stream.of("ssl", "hostnameverifier", "keystore").anyMatch(words::contains)
        ? SqlFailure.UNTRUSTED
        : SqlFailure.CONNECTION_LOST;
  }
}
