package io.quacklake.catalog.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of one connection, kept because planning a query of the catalog costs a
 * database more than running it. It belongs to whoever has the connection; the driver closes the
 * statements with it.
 */
final class Statements {
  /** So many times it is cheaper not to prepare a statement, where the database says so. */
  private static final int FEW = 2;

  private static final int MOST_COUNTED = 1_000;

  private final Connection connection;
  private final int most;
  private final @Nullable Answers answers;
  private final Map<String, Integer> uses = new HashMap<>();
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param connection to keep statements, the driver's own and not a pool's, which closes them when
   *     it is given back
   * @param most how many are kept
   */
  Statements(Connection connection, int most) {
    this(connection, most, null);
  }

  /**
   * @param answers what holds as long as the connection is open; null if somebody may write
   *     meanwhile
   */
  Statements(Connection connection, int most, @Nullable Answers answers) {
    this.connection = connection;
    this.most = most;
    this.answers = answers;
  }

  /** What is known already and holds as long as the connection is open; null if nothing does. */
  @Nullable Answers answers() {
    return answers;
  }

  Connection connection() {
    return connection;
  }

  /** Whether a statement comes so often that it is to be prepared; this is one time more. */
  boolean comesOften(String sql) {
    return uses.size() < MOST_COUNTED && uses.merge(sql, 1, Integer::sum) > FEW;
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
