package io.quacklake.scan.internal.variant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** Little-endian numbers and texts out of bytes; whatever is beyond the end is refused. */
final class VariantBytes {
  private final byte[] bytes;

  VariantBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  int length() {
    return bytes.length;
  }

  /** The place {@code count} bytes after {@code start}, which may be the end but not beyond. */
  int after(int start, long count, int end) {
    long after = start + count;
    if (start < 0 || count < 0 || after > end) {
      throw new VariantFormatException(
          "bytes " + start + " to " + after + " are needed, but there are only " + end);
    }
    return (int) after;
  }

  /** An unsigned number; one that exceeds an int could be no length or offset here. */
  int unsigned(int start, int width, int end) {
    after(start, width, end);
    long number = 0;
    for (int i = width - 1; i >= 0; i--) {
      number = number << 8 | (bytes[start + i] & 0xFF);
    }
    if (number > Integer.MAX_VALUE) {
      throw new VariantFormatException("a length or offset is " + number);
    }
    return (int) number;
  }

  long signed(int start, int width, int end) {
    after(start, width, end);
    long number = bytes[start + width - 1];
    for (int i = width - 2; i >= 0; i--) {
      number = number << 8 | (bytes[start + i] & 0xFF);
    }
    return number;
  }

  byte[] copy(int start, int length, int end) {
    return Arrays.copyOfRange(bytes, start, after(start, length, end));
  }

  String text(int start, int length, int end) {
    after(start, length, end);
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException notText) {
      throw new VariantFormatException("a text is not UTF-8", notText);
    }
  }
}
