package io.quacklake.transact;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A database whose connections are lost at one of the statements of writing transactions: before it
 * is run, or after. Statements are counted from 1; a commit counts too.
 */
final class FaultyDatabase implements DataSource {
  /** When the connection is lost, or the process ends. */
  enum Moment {
    BEFORE,
    AFTER,
    HALT_BEFORE,
    HALT_AFTER;

    boolean isAfter() {
      return this == AFTER || this == HALT_AFTER;
    }
  }

  private static final Set<String> COUNTED =
      Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

  private final String jdbcUrl;
  private final Moment moment;
  private final int failing;
  private final List<Connection> connections = new ArrayList<>();
  private int statements;
  private boolean isArmed;
  private boolean hasFailed;

  FaultyDatabase(String jdbcUrl, Moment moment, int failing) {
    this.jdbcUrl = jdbcUrl;
    this.moment = moment;
    this.failing = failing;
  }

  /** From now on statements count. */
  void arm() {
    isArmed = true;
  }

  /** How many counted. */
  int statements() {
    return statements;
  }

  boolean hasFailed() {
    return hasFailed;
  }

  /** Closes what the loss of the connection left behind, as a server would. */
  void closeAll() throws SQLException {
    for (Connection connection : connections) {
      if (!connection.isClosed()) {
        connection.close();
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = DriverManager.getConnection(jdbcUrl);
    connections.add(connection);
    return (Connection) proxy(connection, Connection.class, new Wire(connection));
  }

  /** One connection, which stays lost. */
  private final class Wire {
    private final Connection connection;
    private boolean isLost;

    Wire(Connection connection) {
      this.connection = connection;
    }

    Object call(Object target, Method method, Object[] arguments) throws Throwable {
      boolean counts = isArmed && COUNTED.contains(method.getName());
      if (isLost) {
        if (method.getName().equals("close") || method.getName().equals("isClosed")) {
          return method.getName().equals("close") ? null : true;
        }
        throw lost();
      }
      boolean fails = counts && ++statements == failing;
      if (fails && !moment.isAfter()) {
        return lose();
      }
      Object result;
      try {
        result = method.invoke(target, arguments);
      } catch (InvocationTargetException failure) {
        throw failure.getCause();
      }
      if (fails) {
        return lose();
      }
      if (result instanceof PreparedStatement statement) {
        return proxy(statement, PreparedStatement.class, this);
      }
      return result instanceof Statement statement
          ? proxy(statement, Statement.class, this)
          : result;
    }

    private Object lose() throws SQLException {
      if (moment == Moment.HALT_BEFORE || moment == Moment.HALT_AFTER) {
        Runtime.getRuntime().halt(137);
      }
      isLost = true;
      hasFailed = true;
      connection.close(); // which undoes what is not committed
      throw lost();
    }

    private SQLException lost() {
      return new SQLException("The connection is lost, as the test wants it.", "08006");
    }
  }

  private static Object proxy(Object target, Class<?> type, Wire wire) {
    InvocationHandler handler =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(self);
              case "equals" -> self == arguments[0];
              case "toString" -> "faulty " + type.getSimpleName();
              default -> wire.call(target, method, arguments);
            };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("nothing to unwrap");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
