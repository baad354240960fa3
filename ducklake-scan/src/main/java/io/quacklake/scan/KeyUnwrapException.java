package io.quacklake.scan;

import io.quacklake.format.DuckLakeException;
import org.jspecify.annotations.Nullable;

/**
 * The key of an encrypted file could not be made from what the catalog has for it. Neither the
 * message nor the cause shows a key: of what a {@link KeyUnwrapper} threw, only the kind and the
 * place are kept.
 */
public final class KeyUnwrapException extends DuckLakeException {
  private final String location;

  public KeyUnwrapException(String location, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.location = location;
  }

  /** The file whose key it is. */
  public String location() {
    return location;
  }
}
