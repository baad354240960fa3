package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One catalog's part in a file that all catalogs of the process share. */
final class ExclusiveSource implements ConnectionSource {
  private final ExclusiveFile file;
  private final SqlErrors errors;
  private final @Nullable String useSchema;
  private boolean closed;

  /** Connects, and fails at once if that is impossible. */
  ExclusiveSource(
      CatalogUri address,
      Access access,
      Dialect dialect,
      SqlErrors errors,
      @Nullable String schema) {
    this.errors = errors;
    this.useSchema = schema == null ? null : dialect.useSchema(schema);
    this.file = ExclusiveFile.join(address, dialect);
    boolean open = false;
    try {
      take(access).close();
      open = true;
    } catch (SQLException e) {
      throw errors.failure("Cannot open the catalog", e);
    } finally {
      if (!open) {
        close();
      }
    }
  }

  @Override
  public @Nullable Answers lastAnswers() {
    return isClosed() ? null : file.lastAnswers(useSchema);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public Lease take(Access access) throws SQLException {
    if (isClosed()) {
      throw new SQLException("The catalog is closed");
    }
    ExclusiveFile.Session session = file.take(access, useSchema, errors);
    Connection connection = session.connection();
    return new Lease(connection, session.statements(), () -> file.giveBack(session, access));
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    file.leave();
  }
}
