package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.format.InvalidValueException;
import io.quacklake.transact.internal.parquet.encode.ByteSink;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is needed of UTF-8 without making strings. */
public final class Utf8 {
  private Utf8() {}

  /**
   * @param column where the text is to be written
   * @throws InvalidValueException if the bytes are not UTF-8
   */
  public static void require(byte[] bytes, int from, int to, String column) {
    if (!isValid(bytes, from, to)) {
      throw new InvalidValueException(
          "Cannot write column %s: a value of %d bytes is not valid UTF-8. Store it as blob."
              .formatted(column, to - from));
    }
  }

  static boolean isAscii(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      if (((long) ByteSink.LONGS.get(bytes, at) & 0x8080808080808080L) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }

  static boolean isValid(byte[] bytes, int from, int to) {
    if (isAscii(bytes, from, to)) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
      return true;
    } catch (CharacterCodingException invalid) {
      return false;
    }
  }

  /** The code point after the one in the given bytes, or null after the last. */
  static byte @Nullable [] next(byte[] bytes, int start, int end) {
    int codePoint = new String(bytes, start, end - start, StandardCharsets.UTF_8).codePointAt(0);
    if (codePoint == Character.MAX_CODE_POINT) {
      return null;
    }
    int next = codePoint + 1 == Character.MIN_SURROGATE ? 0xE000 : codePoint + 1;
    return Character.toString(next).getBytes(StandardCharsets.UTF_8);
  }
}
