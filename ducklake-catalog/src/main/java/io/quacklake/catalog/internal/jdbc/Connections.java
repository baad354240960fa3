package io.quacklake.catalog.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.dialect.Dialects;
import io.quacklake.catalog.dialect.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to a catalog database: a pool of ours or the caller's data source. */
public final class Connections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final long WAIT_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 60_000;
  private static final int STATEMENTS = 64;

  private final DataSource source;
  private final @Nullable HikariDataSource owned;
  private final Dialect dialect;
  private final SqlErrors errors;

  /** Whether nobody writes as long as a connection of the pool is open. */
  private final boolean unchanging;

  /** Run at the start of each transaction; null where the pool has set the schema. */
  private final @Nullable String useSchema;

  /** By the driver's connections that are in the pool. */
  private final Map<Connection, Statements> statements = new ConcurrentHashMap<>();

  private Connections(
      DataSource source,
      @Nullable HikariDataSource owned,
      Dialect dialect,
      SqlErrors errors,
      boolean unchanging,
      @Nullable String useSchema) {
    this.source = source;
    this.owned = owned;
    this.dialect = dialect;
    this.errors = errors;
    this.unchanging = unchanging;
    this.useSchema = useSchema;
  }

  /** Connects, and fails at once if that is impossible. */
  public static Connections open(CatalogUri address, Access access, @Nullable String schema) {
    Dialect dialect = Dialects.of(address.kind());
    SqlErrors errors = new SqlErrors(dialect, address.toString());
    Dialect.Endpoint endpoint = dialect.endpoint(address, access);
    HikariConfig config = new HikariConfig();
    try {
      config.setDriverClassName(endpoint.driver());
    } catch (RuntimeException e) {
      throw new CatalogException(
          SqlFailure.NO_DRIVER,
          "Cannot open %s: the JDBC driver is missing. Add %s to the class path."
              .formatted(address, endpoint.hint()),
          e);
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
    if (schema != null) {
      config.setConnectionInitSql(dialect.useSchema(schema));
    }
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw errors.failure("Cannot open the catalog", e);
    }
    pool.getHikariConfigMXBean().setMinimumIdle(0); // an idle catalog lets go of its file
    return new Connections(pool, pool, dialect, errors, dialect.excludesWriters(access), null);
  }

  /** Uses the caller's data source, which stays open. */
  public static Connections of(DataSource source, @Nullable String schema) {
    Dialect dialect;
    try (Connection connection = source.getConnection()) {
      dialect = Dialects.of(connection.getMetaData().getURL());
    } catch (SQLException e) {
      throw new CatalogException(
          SqlFailure.OTHER, "The data source gives no connection: " + e.getMessage(), e);
    }
    return new Connections(
        source,
        null,
        dialect,
        new SqlErrors(dialect, "the given data source"),
        false,
        schema == null ? null : dialect.useSchema(schema));
  }

  /** Runs {@code work} in a transaction that only reads. */
  public <R extends @Nullable Object> R read(Function<Jdbc, R> work) {
    try (Connection connection = source.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      if (useSchema != null) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(useSchema);
        }
      }
      Jdbc jdbc = new Jdbc(statements(connection), dialect, errors);
      try {
        dialect.beginRead(connection);
        return work.apply(jdbc);
      } finally {
        jdbc.end();
        finish(connection, autoCommit);
      }
    } catch (SQLException e) {
      throw errors.failure("Cannot read the catalog", e);
    }
  }

  /**
   * The answer to one query, without the cost of a transaction around it. Where nobody can write
   * meanwhile, a connection is asked once; so a catalog has only one such question.
   */
  @SuppressWarnings("unchecked") // there is one question, and this remembers its answers
  public <R> R ask(Function<Jdbc, R> question) {
    try (Connection connection = source.getConnection()) {
      if (useSchema != null) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(useSchema);
        }
      }
      Statements own = statements(connection);
      Object remembered = own.remembered();
      if (remembered != null) {
        return (R) remembered;
      }
      Jdbc jdbc = new Jdbc(own, dialect, errors);
      R answer;
      try {
        answer = question.apply(jdbc);
      } finally {
        jdbc.end();
        if (!connection.getAutoCommit()) { // a caller's; the next question is to see what is new
          finish(connection, false);
        }
      }
      if (unchanging) {
        own.remember(answer);
      }
      return answer;
    } catch (SQLException e) {
      throw errors.failure("Cannot read the catalog", e);
    }
  }

  /** A caller's data source may do with its connections what it likes, so nothing is kept there. */
  private Statements statements(Connection connection) throws SQLException {
    if (owned == null) {
      return new Statements(connection, 0);
    }
    Connection driver = connection.unwrap(Connection.class);
    Statements known = statements.get(driver);
    if (known == null) {
      statements.values().removeIf(Statements::isClosed); // those that the pool has dropped
      known = new Statements(driver, STATEMENTS);
      statements.put(driver, known);
    }
    return known;
  }

  /** Never hides what went wrong inside the transaction. */
  private static void finish(Connection connection, boolean autoCommit) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      LOG.warn("A transaction that only read could not be ended", e);
    }
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }
}
