package io.quacklake.catalog;

/** What a catalog is opened for. */
public enum Access {
  /** Takes no write lock and changes no file. */
  READ_ONLY,
  READ_WRITE
}
