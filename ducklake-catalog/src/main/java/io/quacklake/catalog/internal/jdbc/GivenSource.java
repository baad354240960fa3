package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.Access;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The caller's data source, which stays open. It may do with its connections what it likes, so no
 * statements are kept.
 */
record GivenSource(DataSource source) implements ConnectionSource {
  @Override
  public Lease take(Access access) throws SQLException {
    Connection connection = source.getConnection();
    return new Lease(connection, new Statements(connection, 0), connection::close);
  }

  /** The caller's pool has to have two at a time. */
  @Override
  public Lease takeAnother() throws SQLException {
    return take(Access.READ_WRITE);
  }

  @Override
  public void close() {}
}
