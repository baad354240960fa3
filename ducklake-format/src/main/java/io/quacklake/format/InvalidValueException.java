package io.quacklake.format;

/**
 * A value that cannot be stored as what its column is: out of range, a NULL key, text that is not
 * UTF-8. The message names the column and the value.
 */
public final class InvalidValueException extends DuckLakeException {
  public InvalidValueException(String message) {
    super(message, null);
  }
}
