package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.format.file.EncryptionKey;
import org.jspecify.annotations.Nullable;

/** Encryption keys of files; what their texts mean is not the catalog's business. */
final class Keys {
  private Keys() {}

  static @Nullable EncryptionKey of(Row row) {
    String text = row.textOrNull("encryption_key");
    return text == null || text.isEmpty() ? null : EncryptionKey.stored(text);
  }
}
