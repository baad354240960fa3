package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.file.EncryptionKey;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Encryption keys of files, stored as Base64. */
final class Keys {
  private Keys() {}

  static @Nullable EncryptionKey of(Row row, long file) {
    String text = row.textOrNull("encryption_key");
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return new EncryptionKey(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      // Neither the text nor the decoder's message: it is a secret.
      throw new CorruptLakeException("The encryption key of file " + file + " is not Base64.");
    }
  }
}
