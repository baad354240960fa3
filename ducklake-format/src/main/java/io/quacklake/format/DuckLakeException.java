package io.quacklake.format;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that can go wrong with a lake. Messages say what failed, why, and what to
 * do.
 */
public abstract class DuckLakeException extends RuntimeException {
  protected DuckLakeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
