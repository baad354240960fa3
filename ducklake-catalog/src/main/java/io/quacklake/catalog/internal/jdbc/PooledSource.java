package io.quacklake.catalog.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.dialect.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Pools of ours: one to read, and one to write from the first write on. */
final class PooledSource implements ConnectionSource {
  private static final long WAIT_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 60_000;
  private static final int STATEMENTS = 64;

  private final CatalogUri address;
  private final Dialect dialect;
  private final SqlErrors errors;
  private final HikariDataSource reading;

  /** The same pool where it may write. */
  private @Nullable HikariDataSource writing;

  /** By the driver's connections that are in a pool. */
  private final Map<Connection, Statements> statements = new ConcurrentHashMap<>();

  /** Connects, and fails at once if that is impossible. */
  PooledSource(CatalogUri address, Access access, Dialect dialect, SqlErrors errors) {
    this.address = address;
    this.dialect = dialect;
    this.errors = errors;
    this.reading = open(access);
    this.writing = access == Access.READ_WRITE ? reading : null;
  }

  private HikariDataSource open(Access access) {
    Dialect.Endpoint endpoint = dialect.endpoint(address, access);
    HikariConfig config = new HikariConfig();
    try {
      config.setDriverClassName(endpoint.driver());
    } catch (RuntimeException e) {
      throw noDriver(address.toString(), endpoint, e);
    }
    config.setJdbcUrl(endpoint.jdbcUrl());
    endpoint.properties().forEach(config::addDataSourceProperty);
    config.setPoolName("ducklake-catalog");
    config.setMaximumPoolSize(dialect.connections());
    config.setMinimumIdle(1); // keeps the connection that proves that connecting works
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setInitializationFailTimeout(1);
    config.setReadOnly(access == Access.READ_ONLY); // as the drivers say of their connections
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw errors.failure("Cannot open the catalog", e);
    }
    pool.getHikariConfigMXBean().setMinimumIdle(0); // an idle catalog lets go of its file
    return pool;
  }

  static CatalogException noDriver(String address, Dialect.Endpoint endpoint, Exception cause) {
    return new CatalogException(
        SqlFailure.NO_DRIVER,
        "Cannot open %s: the JDBC driver is missing. Add %s to the class path."
            .formatted(address, endpoint.hint()),
        cause);
  }

  @Override
  public Lease take(Access access) throws SQLException {
    HikariDataSource pool = access == Access.READ_ONLY ? reading : writing();
    Connection connection = pool.getConnection();
    try {
      return new Lease(connection, statements(connection), connection::close);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Not of the pool: all of it may be waiting for the transaction that this one is for. */
  @Override
  public Lease takeAnother() throws SQLException {
    Connection connection =
        NewFileSource.connect(dialect.endpoint(address, Access.READ_WRITE), address.toString());
    return new Lease(connection, new Statements(connection, 0), connection::close);
  }

  /** The pool notices by itself only what its own wrappers see, and not at once. */
  @Override
  public synchronized void forgetIdle() {
    reading.getHikariPoolMXBean().softEvictConnections();
    if (writing != null && writing != reading) {
      writing.getHikariPoolMXBean().softEvictConnections();
    }
  }

  private synchronized HikariDataSource writing() throws SQLException {
    if (reading.isClosed()) {
      throw new SQLException("The catalog is closed");
    }
    if (writing == null) {
      writing = open(Access.READ_WRITE);
    }
    return writing;
  }

  private Statements statements(Connection connection) throws SQLException {
    Connection driver = connection.unwrap(Connection.class);
    Statements known = statements.get(driver);
    if (known == null) {
      statements.values().removeIf(Statements::isClosed); // those that the pool has dropped
      dialect.connected(driver);
      known = new Statements(driver, STATEMENTS);
      statements.put(driver, known);
    }
    return known;
  }

  @Override
  public synchronized void close() {
    reading.close();
    if (writing != null) {
      writing.close();
    }
  }
}
