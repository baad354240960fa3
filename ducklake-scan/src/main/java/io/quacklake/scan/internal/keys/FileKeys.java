package io.quacklake.scan.internal.keys;

import io.quacklake.format.file.EncryptionKey;
import io.quacklake.scan.KeyUnwrapException;
import io.quacklake.scan.KeyUnwrapper;
import org.jspecify.annotations.Nullable;

/** The keys that files are decrypted with. */
public final class FileKeys {
  private final KeyUnwrapper unwrapper;

  public FileKeys(KeyUnwrapper unwrapper) {
    this.unwrapper = unwrapper;
  }

  /**
   * The key of a file; null if the catalog has none for it.
   *
   * @throws KeyUnwrapException if none can be made
   */
  public @Nullable EncryptionKey of(@Nullable EncryptionKey stored, String location) {
    if (stored == null) {
      return null;
    }
    byte[] key;
    try {
      key = unwrapper.unwrap(stored.text(), location);
    } catch (RuntimeException failure) {
      throw new KeyUnwrapException(location, message(location, failure), silent(failure));
    }
    if (key == null || (key.length != 16 && key.length != 24 && key.length != 32)) {
      throw new KeyUnwrapException(
          location,
          "The key of "
              + location
              + " has "
              + (key == null ? "no" : String.valueOf(key.length))
              + " bytes; keys have 16, 24 or 32."
              + hint(),
          null);
    }
    return new EncryptionKey(key);
  }

  private String message(String location, RuntimeException failure) {
    return unwrapper == KeyUnwrapper.PLAIN
        ? "The key that the catalog has for " + location + " is not Base64." + hint()
        : "The key unwrapper failed for " + location + ": " + failure.getClass().getName() + ".";
  }

  private String hint() {
    return unwrapper == KeyUnwrapper.PLAIN
        ? " If keys of this lake are wrapped, open it with a key unwrapper."
        : "";
  }

  /** What was thrown, without its texts: they may show a key. */
  private static RuntimeException silent(RuntimeException failure) {
    RuntimeException silent = new RuntimeException(failure.getClass().getName());
    silent.setStackTrace(failure.getStackTrace());
    return silent;
  }
}
