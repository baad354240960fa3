package io.quacklake.catalog.internal.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts values into the text of a statement. */
final class Literals {
  /** More than so many characters are not put through the parser. */
  private static final int MOST = 1 << 17;

  private Literals() {}

  /**
   * The statement with its values in the places of its question marks; null if there are values
   * that are better bound.
   */
  static @Nullable String in(String sql, List<? extends @Nullable Object> values) {
    StringBuilder text = new StringBuilder(sql.length() + 16 * values.size());
    int next = 0;
    char quote = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote; // a doubled one ends and begins again
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '?') {
        if (next == values.size() || !append(text, values.get(next++))) {
          return null;
        }
        continue;
      }
      text.append(c);
    }
    return next == values.size() && text.length() <= MOST ? text.toString() : null;
  }

  private static boolean append(StringBuilder text, @Nullable Object value) {
    if (value == null) {
      text.append("NULL");
    } else if (value instanceof Long number) {
      text.append(number == Long.MIN_VALUE ? "(-9223372036854775807 - 1)" : number.toString());
    } else if (value instanceof Boolean flag) {
      text.append(flag ? "TRUE" : "FALSE");
    } else if (value instanceof String word && word.indexOf('\0') < 0) {
      text.append('\'').append(word.replace("'", "''")).append('\'');
    } else {
      return false;
    }
    return true;
  }
}
