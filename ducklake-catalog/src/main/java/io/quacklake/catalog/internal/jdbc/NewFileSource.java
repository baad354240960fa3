package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.dialect.Dialect;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/** The one connection that makes a database file. */
record NewFileSource(Dialect.Endpoint endpoint, String file) implements ConnectionSource {
  @Override
  public Lease take(Access access) throws SQLException {
    Connection connection = connect(endpoint, file);
    return new Lease(connection, new Statements(connection, 0), connection::close);
  }

  /** A connection that no pool knows. */
  static Connection connect(Dialect.Endpoint endpoint, String address) throws SQLException {
    Driver driver;
    try {
      // Not by the DriverManager, which in a foreign JVM may not see what this class sees.
      driver =
          Class.forName(endpoint.driver())
              .asSubclass(Driver.class)
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw PooledSource.noDriver(address, endpoint, e);
    }
    Properties properties = new Properties();
    properties.putAll(endpoint.properties());
    Connection connection = driver.connect(endpoint.jdbcUrl(), properties);
    if (connection == null) {
      throw new SQLException("The driver " + endpoint.driver() + " does not take its own URL");
    }
    return connection;
  }

  @Override
  public void close() {}
}
