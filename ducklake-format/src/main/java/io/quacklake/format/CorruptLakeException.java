package io.quacklake.format;

import org.jspecify.annotations.Nullable;

/**
 * The lake contradicts itself: a missing, truncated or damaged file, or catalog rows that cannot be
 * true. The message names the file or the row.
 */
public final class CorruptLakeException extends DuckLakeException {
  public CorruptLakeException(String message) {
    super(message, null);
  }

  public CorruptLakeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
