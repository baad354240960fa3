package io.quacklake.catalog.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of one connection, kept because planning a query of the catalog costs a
 * database more than running it. It belongs to whoever has the connection; the driver closes the
 * statements with it.
 */
final class Statements {
  private final Connection connection;
  private final int most;
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param connection to keep statements, the driver's own and not a pool's, which closes them when
   *     it is given back
   * @param most how many are kept
   */
  Statements(Connection connection, int most) {
    this.connection = connection;
    this.most = most;
  }

  Connection connection() {
    return connection;
  }

  /** A statement that nobody uses. */
  PreparedStatement take(String sql) throws SQLException {
    PreparedStatement known = idle.remove(sql);
    return known == null ? connection.prepareStatement(sql) : known;
  }

  /** Takes back a statement that did its work. */
  void giveBack(String sql, PreparedStatement statement) throws SQLException {
    PreparedStatement twin = idle.put(sql, statement);
    if (twin == null && idle.size() > most) {
      twin = idle.remove(idle.keySet().iterator().next());
    }
    close(twin);
  }

  boolean isClosed() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Closes a statement that is not to be used again. */
  static void close(@Nullable PreparedStatement statement) throws SQLException {
    if (statement != null) {
      statement.close();
    }
  }
}
