package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.dialect.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database file that is open. All those of the process are in one instance of the database, which
 * stays: to start one takes twenty times as long as to open a file in it.
 */
final class OpenFile {
  private static @Nullable Connection instance;
  private static long files;

  private final Dialect dialect;
  private final String name;

  private OpenFile(Dialect dialect, String name) {
    this.dialect = dialect;
    this.name = name;
  }

  static OpenFile open(Dialect dialect, CatalogUri address, Path path, Access access)
      throws SQLException {
    synchronized (OpenFile.class) {
      Connection running = instance;
      if (running == null || running.isClosed()) {
        running = NewFileSource.connect(dialect.instance(), address.toString());
        instance = running;
      }
      OpenFile file = new OpenFile(dialect, "catalog_" + files++);
      dialect.attach(running, path, file.name, access);
      return file;
    }
  }

  /** Another connection, by which names are those in this file. */
  Connection connect() throws SQLException {
    synchronized (OpenFile.class) {
      return dialect.connect(running(), name);
    }
  }

  /** Closes the file, of which no connection is open any more. */
  void close() throws SQLException {
    synchronized (OpenFile.class) {
      dialect.detach(running(), name);
    }
  }

  private static Connection running() throws SQLException {
    Connection running = instance;
    if (running == null) {
      throw new SQLException("No file is open");
    }
    return running;
  }
}
