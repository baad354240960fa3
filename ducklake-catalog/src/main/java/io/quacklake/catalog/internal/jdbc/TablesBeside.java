package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.internal.jdbc.ConnectionSource.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables that are made and dropped beside a transaction, on a connection of their own. New ones are
 * there before the transaction ends, so nobody may know of them until then; if it comes to nothing,
 * they go. Those that it no longer needs go once it is committed.
 */
final class TablesBeside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TablesBeside.class);

  private final ConnectionSource source;
  private final Dialect dialect;
  private final @Nullable String useSchema;
  private final List<String> made = new ArrayList<>();
  private final List<String> unneeded = new ArrayList<>();
  private Outcome outcome = Outcome.UNDONE;
  private @Nullable Lease lease;

  private enum Outcome {
    UNDONE,
    UNKNOWN,
    COMMITTED
  }

  TablesBeside(ConnectionSource source, Dialect dialect, @Nullable String useSchema) {
    this.source = source;
    this.dialect = dialect;
    this.useSchema = useSchema;
  }

  /** Makes a table that goes with the transaction if that is undone. */
  void make(String table, String definition) throws SQLException {
    execute("CREATE TABLE " + definition);
    made.add(table);
  }

  /** Makes a table that may as well be there without the transaction. */
  void makeIfMissing(String definition) throws SQLException {
    execute("CREATE TABLE IF NOT EXISTS " + definition);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection().createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connection() throws SQLException {
    if (lease == null) {
      Lease taken = source.takeAnother();
      lease = taken;
      dialect.beginDefinitions(taken.connection());
      if (useSchema != null) {
        execute(useSchema);
      }
    }
    return lease.connection();
  }

  /** Drops a table, of which nobody knows any more, if the transaction is committed. */
  void dropOnceCommitted(String table) {
    unneeded.add(table);
  }

  /** What was made stays, and what is not needed goes. */
  void committed() {
    outcome = Outcome.COMMITTED;
  }

  /** The transaction may be committed: all tables stay. */
  void unknown() {
    outcome = Outcome.UNKNOWN;
  }

  /** Never hides how the transaction ended: a table that stays is one that nobody knows of. */
  @Override
  public void close() {
    List<String> goes =
        switch (outcome) {
          case UNDONE -> made;
          case UNKNOWN -> List.of();
          case COMMITTED -> unneeded;
        };
    for (String table : goes) {
      try {
        execute("DROP TABLE IF EXISTS " + dialect.quote(table));
      } catch (SQLException e) {
        LOG.warn("The table {}, which nobody needs, could not be dropped", table, e);
      }
    }
    if (lease != null) {
      try {
        lease.close();
      } catch (SQLException e) {
        LOG.debug("A connection for tables could not be closed", e);
      }
    }
  }
}
