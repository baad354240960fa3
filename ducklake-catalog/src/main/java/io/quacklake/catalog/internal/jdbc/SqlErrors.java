package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.dialect.SqlFailure;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Turns SQLExceptions into CatalogExceptions that say what to do. */
final class SqlErrors {
  private final Dialect dialect;
  private final String catalog;

  SqlErrors(Dialect dialect, String catalog) {
    this.dialect = dialect;
    this.catalog = catalog;
  }

  /**
   * @param what failed, as the beginning of a sentence
   */
  CatalogException failure(String what, Throwable failure) {
    SQLException root = null;
    SqlFailure reason = SqlFailure.OTHER;
    // A pool wraps what the driver said.
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        root = sql;
        reason = dialect.classify(sql);
        if (reason != SqlFailure.OTHER) {
          break;
        }
      }
    }
    if (isUntrusted(failure)) {
      reason = SqlFailure.UNTRUSTED;
    }
    Throwable cause = root == null ? failure : root;
    return new CatalogException(
        reason, what + " (" + catalog + "): " + firstLine(cause) + advice(reason), cause);
  }

  /** To the drivers that is a connection that failed as any other. */
  private static boolean isUntrusted(Throwable failure) {
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SSLHandshakeException
          || at instanceof SSLPeerUnverifiedException
          || at instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static String firstLine(Throwable cause) {
    String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString()).strip();
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end).strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static String advice(SqlFailure reason) {
    return switch (reason) {
      case LOCKED ->
          ". Another process has the catalog file open for writing, and a DuckDB file can be read"
              + " only while no other process writes it. Close that process, or keep catalogs that"
              + " several processes use in SQLite or on a server.";
      case BUSY -> ". The database is busy with another transaction; try again.";
      case NEWER_STORAGE ->
          ". The file was written by a newer DuckDB than the driver reads: update duckdb_jdbc, or"
              + " copy the catalog into a file of an older storage version.";
      case NOT_A_DATABASE -> ". The file is damaged, or no database of this kind.";
      case ACCESS_DENIED -> ". Check the permissions of the file or the user.";
      case UNTRUSTED ->
          ". Nothing was sent to the server. Check that it encrypts connections, and that the"
              + " certificate that the address names is the one of the server's authority.";
      case CONNECTION_LOST -> ". Check that the server runs and can be reached.";
      case DUPLICATE_KEY, SERIALIZATION, NO_DATABASE, MISSING_TABLE, NO_DRIVER, OTHER -> ".";
    };
  }
}
