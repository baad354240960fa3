package io.quacklake.format.file;

import java.util.Base64;

/**
 * The key of an encrypted file as the catalog has it: Base64 of its bytes, or a text that a key
 * management service makes a key from. It is a secret: {@code toString} does not show it.
 */
public final class EncryptionKey {
  private final String text;

  private EncryptionKey(String text) {
    this.text = text;
  }

  public EncryptionKey(byte[] bytes) {
    this(Base64.getEncoder().encodeToString(bytes));
  }

  /** A key as the catalog spells it. */
  public static EncryptionKey stored(String text) {
    return new EncryptionKey(text);
  }

  /** The text in the catalog. */
  public String text() {
    return text;
  }

  /**
   * The bytes that the text stands for.
   *
   * @throws IllegalArgumentException if it is not Base64; the message does not show it
   */
  public byte[] bytes() {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException showsTheKey) {
      throw new IllegalArgumentException("The key is not Base64"); // without the cause: a secret
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncryptionKey key && text.equals(key.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "EncryptionKey[" + text.length() + " characters]";
  }
}
