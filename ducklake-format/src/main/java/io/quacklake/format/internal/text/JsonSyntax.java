package io.quacklake.format.internal.text;

import java.util.Arrays;

/**
 * What DuckDB takes for JSON: the standard, and beyond it a comma behind the last element, and
 * {@code NaN} and {@code Infinity} in any case, also as {@code Inf}. Columns of that type hold
 * nothing else, or DuckDB cannot read them.
 */
public final class JsonSyntax {
  private static final int END = -1;

  private final byte[] text;
  private final int end;
  private int at;

  /** For each open bracket, whether it is of an object. */
  private boolean[] open = new boolean[16];

  private int depth;

  private JsonSyntax(byte[] text, int start, int end) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  /**
   * Whether bytes are a JSON value and nothing else.
   *
   * @param text in UTF-8
   */
  public static boolean isValid(byte[] text, int start, int end) {
    JsonSyntax syntax = new JsonSyntax(text, start, end);
    return syntax.document() && syntax.at == end;
  }

  /** The same for all of the bytes. */
  public static boolean isValid(byte[] text) {
    return isValid(text, 0, text.length);
  }

  private int peek() {
    return at < end ? text[at] & 0xFF : END;
  }

  private boolean accept(int wanted) {
    boolean found = peek() == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void skipSpace() {
    while (at < end
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) {
      at++;
    }
  }

  private boolean document() {
    skipSpace();
    boolean value = true; // whether one is due
    do {
      if (value && opens()) {
        value = !closes(); // an empty one is a value
      } else if (value) {
        if (!scalar()) {
          return false;
        }
        value = false;
      } else if (accept(',')) {
        skipSpace();
        value = !closes();
      } else if (!closes()) {
        return false;
      }
      skipSpace();
      if (value && depth > 0 && open[depth - 1] && !key()) {
        return false;
      }
    } while (value || depth > 0);
    return true;
  }

  private boolean opens() {
    int bracket = peek();
    if (bracket != '{' && bracket != '[') {
      return false;
    }
    at++;
    if (depth == open.length) {
      open = Arrays.copyOf(open, depth * 2);
    }
    open[depth++] = bracket == '{';
    skipSpace();
    return true;
  }

  private boolean closes() {
    if (depth == 0 || !accept(open[depth - 1] ? '}' : ']')) {
      return false;
    }
    depth--;
    return true;
  }

  private boolean key() {
    if (!string()) {
      return false;
    }
    skipSpace();
    if (!accept(':')) {
      return false;
    }
    skipSpace();
    return true;
  }

  private boolean scalar() {
    if (peek() == '"') {
      return string();
    }
    return word("true") || word("false") || word("null") || number();
  }

  private boolean word(String word) {
    int length = word.length();
    if (end - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += length;
    return true;
  }

  private boolean wordOfAnyCase(String word) {
    int length = word.length();
    if (end - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if ((text[at + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    at += length;
    return true;
  }

  private boolean number() {
    accept('-');
    if (wordOfAnyCase("nan") || wordOfAnyCase("infinity") || wordOfAnyCase("inf")) {
      return true;
    }
    if (!accept('0') && !digits()) {
      return false;
    }
    if (accept('.') && !digits()) {
      return false;
    }
    if (accept('e') || accept('E')) {
      if (!accept('+')) {
        accept('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int first = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > first;
  }

  private boolean string() {
    if (!accept('"')) {
      return false;
    }
    while (at < end) {
      int next = text[at++] & 0xFF;
      if (next == '"') {
        return true;
      }
      if (next < ' ' || (next == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    int escaped = peek();
    at++;
    if (escaped != 'u') {
      return escaped > 0 && "\"\\/bfnrt".indexOf(escaped) >= 0;
    }
    int unit = unit();
    if (unit < 0 || Character.isLowSurrogate((char) unit)) {
      return false;
    }
    if (!Character.isHighSurrogate((char) unit)) {
      return true;
    }
    if (!word("\\u")) {
      return false;
    }
    int low = unit();
    return low >= 0 && Character.isLowSurrogate((char) low);
  }

  /** Four hexadecimal digits; negative if they are not. */
  private int unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit * 16 + digit;
      at++;
    }
    return unit;
  }
}
