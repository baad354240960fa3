package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.OutcomeUnknownException;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.dialect.Dialects;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.catalog.internal.jdbc.ConnectionSource.Lease;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions of a catalog database. */
public final class Connections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final ConnectionSource source;
  private volatile Runnable whenClosed = () -> {};
  private final Dialect dialect;
  private final SqlErrors errors;

  /** Of the tables; null for what a connection takes by itself. */
  private final @Nullable String schema;

  /** Run in each transaction. */
  private final @Nullable String useSchema;

  private Connections(
      ConnectionSource source, Dialect dialect, SqlErrors errors, @Nullable String schema) {
    this.source = source;
    this.dialect = dialect;
    this.errors = errors;
    this.schema = schema;
    this.useSchema = schema == null ? null : dialect.useSchema(schema);
  }

  /** Connects, and fails at once if that is impossible. */
  public static Connections open(CatalogUri address, Access access, @Nullable String schema) {
    Dialect dialect = Dialects.of(address.kind());
    SqlErrors errors = new SqlErrors(dialect, address.toString());
    ConnectionSource source =
        dialect.isExclusive()
            ? new ExclusiveSource(address, access, dialect, errors, schema)
            : new PooledSource(address, access, dialect, errors);
    return new Connections(
        source, dialect, errors, dialect.isExclusive() ? null : schemaOf(dialect, schema));
  }

  private static @Nullable String schemaOf(Dialect dialect, @Nullable String schema) {
    return schema == null ? dialect.defaultSchema() : schema;
  }

  /** Makes a database in a file that is not there yet. */
  public static Connections create(CatalogUri.Kind kind, Path file) {
    Dialect dialect = Dialects.of(kind);
    SqlErrors errors = new SqlErrors(dialect, file.toString());
    return new Connections(
        new NewFileSource(dialect.creation(file), file.toString()), dialect, errors, null);
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
        new GivenSource(source),
        dialect,
        new SqlErrors(dialect, "the given data source"),
        schemaOf(dialect, schema));
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Runs {@code work} in a transaction that only reads. */
  public <R extends @Nullable Object> R read(Function<Jdbc, R> work) {
    try (Lease lease = source.take(Access.READ_ONLY)) {
      Connection connection = lease.connection();
      boolean autoCommit = connection.getAutoCommit();
      Jdbc jdbc = jdbc(lease, null);
      try {
        dialect.beginRead(connection, useSchema);
        return work.apply(jdbc);
      } catch (SQLException | CatalogException e) {
        throw checked("Cannot read the catalog", e);
      } finally {
        jdbc.end();
        finish(connection, autoCommit);
      }
    } catch (SQLException e) {
      throw errors.failure("Cannot read the catalog", e);
    }
  }

  /**
   * The answer to one query, without the cost of a transaction around it. It is not asked again
   * while nobody can write, nor of a file that was let go of and that nobody has written since.
   *
   * @param name tells the question from others
   */
  @SuppressWarnings("unchecked") // a name is that of one question
  public <R> R ask(String name, Function<Jdbc, R> question) {
    Answers last = source.lastAnswers();
    Object known = last == null ? null : last.to(name);
    if (known != null) {
      return (R) known;
    }
    try (Lease lease = source.take(Access.READ_ONLY)) {
      Connection connection = lease.connection();
      Jdbc jdbc = jdbc(lease, null);
      try {
        return jdbc.unlessWritten(name, () -> question.apply(jdbc));
      } catch (CatalogException e) {
        throw checked("Cannot read the catalog", e);
      } finally {
        jdbc.end();
        if (!connection.getAutoCommit()) { // a caller's; the next question is to see what is new
          finish(connection, false);
        }
      }
    } catch (SQLException e) {
      throw errors.failure("Cannot read the catalog", e);
    }
  }

  /**
   * Runs {@code work} in a transaction that is committed when it returns and rolled back when it
   * throws.
   *
   * @param lock the table on which writers wait for each other
   * @throws OutcomeUnknownException if the commit itself failed and may have happened
   */
  public <R extends @Nullable Object> R write(String lock, Function<Jdbc, R> work) {
    return inWrite(connection -> dialect.lock(connection, lock), work);
  }

  /** The same where no other writers are to be waited for. */
  public <R extends @Nullable Object> R write(Function<Jdbc, R> work) {
    return inWrite(connection -> {}, work);
  }

  private interface Begin {
    void after(Connection connection) throws SQLException;
  }

  private <R extends @Nullable Object> R inWrite(Begin begin, Function<Jdbc, R> work) {
    try (Lease lease = source.take(Access.READ_WRITE)) {
      Connection connection = lease.connection();
      boolean autoCommit = connection.getAutoCommit();
      boolean done = false;
      try (TablesBeside tables = new TablesBeside(source, dialect, useSchema)) {
        Jdbc jdbc = jdbc(lease, tables);
        try {
          dialect.beginWrite(connection, useSchema);
          begin.after(connection);
          R result = work.apply(jdbc);
          jdbc.end();
          commit(connection, tables);
          done = true;
          return result;
        } catch (SQLException | CatalogException e) {
          throw checked("Cannot write the catalog", e);
        } finally {
          jdbc.end();
          if (!done) {
            rollback(connection);
          }
          restore(connection, autoCommit);
        }
      }
    } catch (SQLException e) {
      throw errors.failure("Cannot write the catalog", e);
    }
  }

  private Jdbc jdbc(Lease lease, @Nullable TablesBeside tables) {
    return new Jdbc(lease.statements(), dialect, errors, schema, tables);
  }

  /** What to throw; once a connection is lost, those that are idle are not trusted either. */
  private CatalogException checked(String what, Exception failure) {
    CatalogException typed =
        failure instanceof CatalogException already ? already : errors.failure(what, failure);
    if (typed.reason() == SqlFailure.CONNECTION_LOST) {
      source.forgetIdle();
    }
    return typed;
  }

  private void commit(Connection connection, TablesBeside tables) {
    try {
      dialect.commit(connection);
      tables.committed();
    } catch (SQLException e) {
      CatalogException failure = errors.failure("Cannot commit", e);
      if (failure.reason().isRetryable()) {
        throw failure; // the database said no
      }
      tables.unknown();
      throw new OutcomeUnknownException(
          failure.reason(), failure.getMessage() + " Whether the commit happened is not known.", e);
    }
  }

  /** Never hides what went wrong inside the transaction; so do the next two. */
  private static void finish(Connection connection, boolean autoCommit) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      LOG.warn("A transaction that only read could not be ended", e);
    }
  }

  private void rollback(Connection connection) {
    try {
      dialect.rollback(connection);
    } catch (SQLException e) {
      // Some databases have rolled back already when a commit fails.
      LOG.debug("A transaction could not be rolled back", e);
    }
  }

  private static void restore(Connection connection, boolean autoCommit) {
    try {
      if (connection.getAutoCommit() != autoCommit) {
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      LOG.warn("A connection could not be made ready for the next transaction", e);
    }
  }

  /** Has something done once they are closed. */
  public Connections closing(Runnable afterwards) {
    whenClosed = afterwards;
    return this;
  }

  @Override
  public void close() {
    source.close();
    whenClosed.run();
  }
}
