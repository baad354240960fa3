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
 * Tables that are made beside a transaction, on a connection of their own. They are there before
 * the transaction ends, so nobody may know of them until then; if it comes to nothing, they go.
 */
final class NewTables implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewTables.class);

  private final ConnectionSource source;
  private final Dialect dialect;
  private final @Nullable String useSchema;
  private final List<String> made = new ArrayList<>();
  private @Nullable Lease lease;

  NewTables(ConnectionSource source, Dialect dialect, @Nullable String useSchema) {
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

  /** The transaction is committed, or may be: what was made stays. */
  void keep() {
    made.clear();
  }

  /** Never hides what went wrong inside the transaction: a table that stays is an empty one. */
  @Override
  public void close() {
    for (String table : made) {
      try {
        execute("DROP TABLE IF EXISTS " + dialect.quote(table));
      } catch (SQLException e) {
        LOG.warn("The table {} of a transaction that was undone could not be dropped", table, e);
      }
    }
    made.clear();
    if (lease != null) {
      try {
        lease.close();
      } catch (SQLException e) {
        LOG.debug("A connection for tables could not be closed", e);
      }
    }
  }
}
