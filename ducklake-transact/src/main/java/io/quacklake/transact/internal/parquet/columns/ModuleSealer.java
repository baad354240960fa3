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
 * Encrypts the modules of a file, each of them {@code length, nonce, ciphertext, tag} under AES-GCM
 * and bound to its place in the file, as the Parquet specification has it. The reference reads such
 * files, though it writes modules without places.
 */
public final class ModuleSealer {
  /** Row groups and pages are counted in 16 bits. */
  public static final int MAX_ORDINAL = Short.MAX_VALUE;

  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int UNIQUE = 8;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final byte[] fileUnique = new byte[UNIQUE];
  private final Cipher cipher;

  /** What a module holds, with the specification's number for it. */
  public enum Module {
    FOOTER(0),
    DATA_PAGE(2),
    DICTIONARY_PAGE(3),
    DATA_PAGE_HEADER(4),
    DICTIONARY_PAGE_HEADER(5),
    COLUMN_INDEX(6),
    OFFSET_INDEX(7);

    private final int number;

    Module(int number) {
      this.number = number;
    }
  }

  public ModuleSealer(EncryptionKey key) {
    this.key = new SecretKeySpec(key.bytes(), "AES");
    random.nextBytes(fileUnique);
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** What tells the file's modules from those of other files under the same key. */
  public byte[] fileUnique() {
    return fileUnique.clone();
  }

  /** The footer, encrypted. */
  public byte[] sealFooter(byte[] plain) {
    return seal(plain, 0, plain.length, new byte[] {(byte) Module.FOOTER.number});
  }

  /** A module of a column chunk that there is one of, encrypted. */
  public byte[] seal(Module module, int rowGroup, int column, byte[] plain, int length) {
    return seal(plain, 0, length, suffix(module, rowGroup, column, -1));
  }

  /** A data page or its header, encrypted. */
  byte[] sealPage(Module module, int rowGroup, int column, int page, byte[] plain, int length) {
    return seal(plain, 0, length, suffix(module, rowGroup, column, page));
  }

  private byte[] seal(byte[] plain, int from, int length, byte[] suffix) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = new byte[4 + NONCE + length + TAG];
    ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN).putInt(NONCE + length + TAG).put(nonce);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG * 8, nonce));
      cipher.updateAAD(fileUnique);
      cipher.updateAAD(suffix);
      cipher.doFinal(plain, from, length, sealed, 4 + NONCE);
    } catch (GeneralSecurityException wrongKey) {
      throw new IllegalStateException("Cannot encrypt with the file's key", wrongKey);
    }
    return sealed;
  }

  private static byte[] suffix(Module module, int rowGroup, int column, int page) {
    ByteBuffer suffix =
        ByteBuffer.allocate(page < 0 ? 5 : 7)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) module.number)
            .putShort(ordinal(rowGroup, "row groups"))
            .putShort(ordinal(column, "columns"));
    return page < 0 ? suffix.array() : suffix.putShort(ordinal(page, "pages in a chunk")).array();
  }

  private static short ordinal(int value, String what) {
    if (value > MAX_ORDINAL) {
      throw new IllegalStateException(
          "An encrypted file has at most " + MAX_ORDINAL + " " + what + ". Use larger ones.");
    }
    return (short) value;
  }
}
