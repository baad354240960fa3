package io.quacklake.format.internal.sql;

import java.util.Locale;

/**
 * A word of SQL.
 *
 * @param text without quotes
 * @param position where it begins, counted from 0
 */
public record SqlToken(Kind kind, String text, int position) {
  /** What a token is. */
  public enum Kind {
    /** An unquoted name or keyword. */
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  /** Whether it is this name or keyword without quotes, in any case. */
  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  public String upper() {
    return text.toUpperCase(Locale.ROOT);
  }
}
