package io.quacklake.catalog.dialect;

/** Why the catalog database refused, in terms that all databases share. */
public enum SqlFailure {
  /** A row with that primary key is there: another commit was first. */
  DUPLICATE_KEY,
  /** The database undid the transaction because of another one. */
  SERIALIZATION,
  /** The database is busy with another transaction; trying again may help. */
  BUSY,
  /** Another process has the database file open in a way that excludes us. */
  LOCKED,
  /** There is no such database or file. */
  NO_DATABASE,
  /** The file is of another kind, or damaged. */
  NOT_A_DATABASE,
  /** The file was written by a newer version of the database than the driver reads. */
  NEWER_STORAGE,
  /** No such table or schema in the database. */
  MISSING_TABLE,
  /** The user or the file system denies access. */
  ACCESS_DENIED,
  /** The server does not encrypt, or its certificate is not one to be trusted. */
  UNTRUSTED,
  /** The server does not answer, or the connection broke. */
  CONNECTION_LOST,
  /** The JDBC driver is not on the class path. */
  NO_DRIVER,
  OTHER;

  /** Whether the same transaction may succeed when it is run again. */
  public boolean isRetryable() {
    return switch (this) {
      case DUPLICATE_KEY, SERIALIZATION, BUSY, LOCKED -> true;
      case NO_DATABASE,
          NOT_A_DATABASE,
          NEWER_STORAGE,
          MISSING_TABLE,
          ACCESS_DENIED,
          UNTRUSTED,
          CONNECTION_LOST,
          NO_DRIVER,
          OTHER ->
          false;
    };
  }
}
