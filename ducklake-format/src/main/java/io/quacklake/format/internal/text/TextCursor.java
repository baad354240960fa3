package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;

/** A position in a text that is read from left to right. */
final class TextCursor {
  private final DataType type;
  private final String text;
  private int position;

  TextCursor(DataType type, String text) {
    this.type = type;
    this.text = text;
  }

  boolean atEnd() {
    return position == text.length();
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  /** The next character, or NUL at the end. */
  char peek() {
    return atEnd() ? '\0' : text.charAt(position);
  }

  char next() {
    if (atEnd()) {
      throw failure();
    }
    return text.charAt(position++);
  }

  boolean accept(char expected) {
    if (!atEnd() && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }

  boolean accept(String expected) {
    if (text.regionMatches(true, position, expected, 0, expected.length())) {
      position += expected.length();
      return true;
    }
    return false;
  }

  void expect(char expected) {
    if (!accept(expected)) {
      throw failure();
    }
  }

  void skipSpaces() {
    while (!atEnd() && isSpace(text.charAt(position))) {
      position++;
    }
  }

  boolean atDigit() {
    return !atEnd() && isDigit(text.charAt(position));
  }

  /** A number of {@code least} to {@code most} digits. */
  long digits(int least, int most) {
    int start = position;
    long value = 0;
    while (atDigit() && position - start < most) {
      value = value * 10 + (text.charAt(position++) - '0');
    }
    if (position - start < least || atDigit()) {
      throw failure();
    }
    return value;
  }

  /** The digits after a decimal point as billionths; digits beyond the ninth are dropped. */
  long nanos() {
    long value = 0;
    int count = 0;
    while (atDigit()) {
      if (count < 9) {
        value = value * 10 + (text.charAt(position) - '0');
        count++;
      }
      position++;
    }
    if (count == 0) {
      throw failure();
    }
    for (; count < 9; count++) {
      value *= 10;
    }
    return value;
  }

  void expectEnd() {
    if (!atEnd()) {
      throw failure();
    }
  }

  ValueFormatException failure() {
    return ValueFormatException.of(type, text);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The spaces of C's isspace, which is what the reference asks. */
  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
