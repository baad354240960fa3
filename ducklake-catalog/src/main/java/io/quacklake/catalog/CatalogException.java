package io.quacklake.catalog;

import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.DuckLakeException;
import org.jspecify.annotations.Nullable;

/** The catalog database failed; the cause, where there is one, is the SQLException. */
public class CatalogException extends DuckLakeException {
  private final SqlFailure reason;

  public CatalogException(SqlFailure reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What kind of failure it was. */
  public final SqlFailure reason() {
    return reason;
  }
}
