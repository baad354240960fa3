package io.quacklake.catalog;

import io.quacklake.catalog.dialect.SqlFailure;
import org.jspecify.annotations.Nullable;

/** The database is there but holds no lake. */
public final class CatalogNotInitializedException extends CatalogException {
  public CatalogNotInitializedException(String message, @Nullable Throwable cause) {
    super(SqlFailure.MISSING_TABLE, message, cause);
  }
}
