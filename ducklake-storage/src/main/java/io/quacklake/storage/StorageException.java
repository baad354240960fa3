package io.quacklake.storage;

import io.quacklake.format.DuckLakeException;
import org.jspecify.annotations.Nullable;

/** A store failed. Carries what was attempted and where. */
public final class StorageException extends DuckLakeException {
  private final Reason reason;
  private final String location;

  /** Why, as far as a caller may act on it. */
  public enum Reason {
    NOT_FOUND,
    DENIED,
    EXISTS,
    TOO_SHORT,
    /** The store asks to be asked less often; it was asked as often as the options say. */
    THROTTLED,
    TIMEOUT,
    OTHER
  }

  public StorageException(
      Reason reason, String location, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.location = location;
  }

  public Reason reason() {
    return reason;
  }

  public String location() {
    return location;
  }
}
