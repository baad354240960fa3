package io.quacklake.format;

import org.jspecify.annotations.Nullable;

/**
 * A filter that cannot be read or does not fit the table. The message gives the position where
 * there is a text.
 */
public final class InvalidPredicateException extends DuckLakeException {
  public InvalidPredicateException(String message) {
    super(message, null);
  }

  public InvalidPredicateException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
