package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.Access;
import java.sql.Connection;
import java.sql.SQLException;

/** Where connections to one database come from. */
interface ConnectionSource extends AutoCloseable {

  /** A connection that nobody else uses until the lease is closed. */
  Lease take(Access access) throws SQLException;

  @Override
  void close();

  /**
   * A connection for one transaction.
   *
   * @param statements those kept for this connection
   * @param giveBack what follows its use
   */
  record Lease(Connection connection, Statements statements, GiveBack giveBack)
      implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      giveBack.run();
    }
  }

  /** Gives a connection back. */
  @FunctionalInterface
  interface GiveBack {
    void run() throws SQLException;
  }
}
