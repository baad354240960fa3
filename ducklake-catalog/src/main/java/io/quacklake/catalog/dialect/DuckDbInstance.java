package io.quacklake.catalog.dialect;

import io.quacklake.catalog.Access;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/** Files in an instance of DuckDB; apart, since the driver may be missing. */
final class DuckDbInstance {
  private DuckDbInstance() {}

  static void attach(Connection instance, Path file, String name, Access access)
      throws SQLException {
    Sql.execute(
        instance,
        "ATTACH '"
            + file.toString().replace("'", "''")
            + "' AS "
            + name
            + " (TYPE duckdb"
            + (access == Access.READ_ONLY ? ", READ_ONLY)" : ")"));
  }

  static void detach(Connection instance, String name) throws SQLException {
    Sql.execute(instance, "DETACH " + name);
  }

  static Connection connect(Connection instance, String name) throws SQLException {
    Connection connection = instance.unwrap(DuckDBConnection.class).duplicate();
    try {
      Sql.execute(connection, "USE " + name);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
