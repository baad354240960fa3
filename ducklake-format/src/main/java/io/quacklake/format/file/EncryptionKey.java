package io.quacklake.format.file;

import java.util.Arrays;

/** The key of an encrypted file. It is a secret: {@code toString} does not show it. */
public final class EncryptionKey {
  private final byte[] bytes;

  public EncryptionKey(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncryptionKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "EncryptionKey[" + bytes.length + " bytes]";
  }
}
