package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.format.file.EncryptionKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the modules of a file, each of them {@code length, nonce, ciphertext, tag} under
 * AES-GCM. As in the reference's own files, modules are not bound to their places by additional
 * data: it reads files whose modules are, but not with a filter.
 */
public final class ModuleSealer {
  private static final int NONCE = 12;
  private static final int TAG = 16;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final Cipher cipher;

  public ModuleSealer(EncryptionKey key) {
    this.key = new SecretKeySpec(key.bytes(), "AES");
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** A module, encrypted. */
  public byte[] seal(byte[] plain, int length) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = new byte[4 + NONCE + length + TAG];
    ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN).putInt(NONCE + length + TAG).put(nonce);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG * 8, nonce));
      cipher.doFinal(plain, 0, length, sealed, 4 + NONCE);
    } catch (GeneralSecurityException wrongKey) {
      throw new IllegalStateException("Cannot encrypt with the file's key", wrongKey);
    }
    return sealed;
  }
}
