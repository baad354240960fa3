package io.quacklake.transact.internal.write;

import io.quacklake.format.file.EncryptionKey;
import java.security.SecureRandom;

/** Keys of new encrypted files; each file has its own. */
public final class NewKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  private NewKeys() {}

  public static EncryptionKey next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new EncryptionKey(bytes);
  }
}
