package io.quacklake.catalog;

import io.quacklake.catalog.dialect.SqlFailure;
import org.jspecify.annotations.Nullable;

/**
 * The database failed while it committed, so what was written may be there or not. Who wants to
 * know has to look; nothing that it may refer to is to be removed.
 */
public final class OutcomeUnknownException extends CatalogException {
  public OutcomeUnknownException(SqlFailure reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }
}
