package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.Access;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where connections to one database come from. */
interface ConnectionSource extends AutoCloseable {

  /** A connection that nobody else uses until the lease is closed. */
  Lease take(Access access) throws SQLException;

  /**
   * A connection beside those that are in use, for what a database does not do in a transaction. It
   * does not wait until another one is given back.
   */
  default Lease takeAnother() throws SQLException {
    throw new UnsupportedOperationException();
  }

  /**
   * What was asked through connections that are closed by now, if nobody has written since; null if
   * there is none, and while there are connections.
   */
  default @Nullable Answers lastAnswers() {
    return null;
  }

  /** Forgets the connections that nobody uses, since one was found to be lost. */
  default void forgetIdle() {}

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
