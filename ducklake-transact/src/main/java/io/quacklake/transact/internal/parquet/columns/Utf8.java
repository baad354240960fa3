package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.transact.internal.parquet.encode.ByteSink;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is needed of UTF-8 without making strings. */
final class Utf8 {
  private Utf8() {}

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
