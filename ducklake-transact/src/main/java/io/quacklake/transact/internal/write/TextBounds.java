package io.quacklake.transact.internal.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.transact.internal.write.CatalogStats.Side;
import org.jspecify.annotations.Nullable;

/** Bounds of texts: at most 256 bytes, without NUL, cut between code points. */
final class TextBounds {
  private static final int MAX_BYTES = 256;

  private TextBounds() {}

  /** A text that is not above, or not below, all texts up to (from) this one. */
  static @Nullable String of(String text, Side side) {
    int end = end(text);
    if (end == text.length()) {
      return text;
    }
    String kept = text.substring(0, end);
    return side == Side.LOWER ? kept : above(kept, text.charAt(end) == 0);
  }

  /** How much can be kept: up to the first NUL and to the most bytes. */
  private static int end(String text) {
    int nul = text.indexOf('\0');
    int end = nul < 0 ? text.length() : nul;
    if (end * 3L <= MAX_BYTES || text.substring(0, end).getBytes(UTF_8).length <= MAX_BYTES) {
      return end;
    }
    int bytes = 0;
    int at = 0;
    while (at < end) {
      int codePoint = text.codePointAt(at);
      bytes += Character.toString(codePoint).getBytes(UTF_8).length;
      if (bytes > MAX_BYTES) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  /** The least short text above all that begin with {@code prefix}, null if there is none. */
  private static @Nullable String above(String prefix, boolean beforeNul) {
    if (beforeNul) {
      String longer = prefix + "\u0001"; // above the prefix with a NUL behind it
      if (longer.getBytes(UTF_8).length <= MAX_BYTES) {
        return longer;
      }
    }
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? 0xE000 : last + 1;
        return prefix.substring(0, end) + Character.toString(next);
      }
    }
    return null;
  }
}
