package io.quacklake.scan.internal.parquet.bytes;

import io.quacklake.format.file.EncryptionKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts the modules of a file: its footer, page headers, pages and indexes, each of them {@code
 * length, nonce, ciphertext, tag} under AES-GCM. Standard files bind each module to its place by
 * additional data (AAD); the reference writes files without any.
 */
public final class ModuleCipher {
  /** Bytes a module has beside its plain text. */
  public static final int OVERHEAD = 4 + 12 + 16;

  private static final int NONCE = 12;
  private static final int TAG = 16;

  private final FileSite site;
  private final SecretKeySpec key;
  private final byte @Nullable [] fileAad;

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

  /**
   * @param fileAad the AAD that all modules of the file share; null for a file without AAD
   */
  public ModuleCipher(FileSite site, EncryptionKey key, byte @Nullable [] fileAad) {
    this.site = site;
    this.key = new SecretKeySpec(key.bytes(), "AES");
    this.fileAad = fileAad == null ? null : fileAad.clone();
  }

  /** Whether modules are bound to their places; columns may then be left unencrypted. */
  public boolean bindsModules() {
    return fileAad != null;
  }

  /**
   * Decrypts the module that begins at the position of {@code from}, which moves behind it.
   *
   * @param page the ordinal of a data page in its column chunk, -1 for other modules
   */
  public ByteBuffer decrypt(Module module, int rowGroup, int column, int page, ByteBuffer from) {
    ByteBuffer in = from.order(ByteOrder.LITTLE_ENDIAN);
    int length = in.remaining() < OVERHEAD ? -1 : in.getInt();
    if (length < NONCE + TAG || length > in.remaining()) {
      throw site.corrupt("an encrypted " + module + " of " + length + " bytes");
    }
    byte[] nonce = new byte[NONCE];
    in.get(nonce);
    ByteBuffer sealed = in.slice(in.position(), length - NONCE);
    in.position(in.position() + length - NONCE);
    ByteBuffer plain = ByteBuffer.allocate(length - NONCE - TAG);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG * 8, nonce));
      if (fileAad != null) {
        cipher.updateAAD(fileAad);
        cipher.updateAAD(suffix(module, rowGroup, column, page));
      }
      cipher.doFinal(sealed, plain);
    } catch (GeneralSecurityException e) {
      throw site.corrupt(
          "its "
              + module
              + " cannot be decrypted: the key is not the file's, or the file is damaged",
          e);
    }
    return plain.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] suffix(Module module, int rowGroup, int column, int page) {
    if (module == Module.FOOTER) {
      return new byte[] {0};
    }
    ByteBuffer suffix =
        ByteBuffer.allocate(page < 0 ? 5 : 7)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) module.number)
            .putShort((short) rowGroup)
            .putShort((short) column);
    return page < 0 ? suffix.array() : suffix.putShort((short) page).array();
  }
}
