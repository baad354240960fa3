package io.quacklake.catalog.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The driver's own way to insert rows; apart, since the driver may be missing. */
final class DuckDbAppend {
  private DuckDbAppend() {}

  /** Appends within the connection's transaction. */
  static void rows(Connection connection, String table, List<List<@Nullable Object>> rows)
      throws SQLException {
    DuckDBConnection duckdb = connection.unwrap(DuckDBConnection.class);
    try (DuckDBAppender appender =
        duckdb.createAppender(duckdb.getCatalog(), duckdb.getSchema(), table)) {
      for (List<@Nullable Object> row : rows) {
        appender.beginRow();
        for (@Nullable Object value : row) {
          append(appender, value);
        }
        appender.endRow();
      }
    }
  }

  private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof Long number) {
      appender.append(number.longValue());
    } else if (value instanceof Boolean flag) {
      appender.append(flag.booleanValue());
    } else if (value instanceof String text) {
      appender.append(text);
    } else {
      throw new IllegalArgumentException("Cannot append a " + value.getClass().getSimpleName());
    }
  }
}
