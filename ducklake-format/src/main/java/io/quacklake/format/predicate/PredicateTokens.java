package io.quacklake.format.predicate;

import io.quacklake.format.InvalidPredicateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a predicate's SQL. */
final class PredicateTokens {
  private static final int SHOWN_AROUND = 40;
  private static final List<String> SYMBOLS =
      List.of("<>", "!=", "<=", ">=", "==", "=", "<", ">", "(", ")", ",", ".", "-", "+");

  /** What a token is. */
  enum Kind {
    /** An unquoted name or keyword. */
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  /**
   * @param text without quotes
   * @param position where it begins, counted from 0
   */
  record Token(Kind kind, String text, int position) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    String upper() {
      return text.toUpperCase(Locale.ROOT);
    }
  }

  private final String sql;
  private int position;

  private PredicateTokens(String sql) {
    this.sql = sql;
  }

  static List<Token> of(String sql) {
    PredicateTokens reader = new PredicateTokens(sql);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = reader.next();
      tokens.add(token);
    } while (token.kind() != Kind.END);
    return tokens;
  }

  private Token next() {
    while (position < sql.length() && Character.isWhitespace(sql.charAt(position))) {
      position++;
    }
    int start = position;
    if (start == sql.length()) {
      return new Token(Kind.END, "", start);
    }
    char c = sql.charAt(start);
    if (c == '\'' || c == '"') {
      String text = quoted(c);
      if (c == '"' && text.isEmpty()) {
        throw failure(sql, start, "a name cannot be empty");
      }
      return new Token(c == '"' ? Kind.QUOTED_NAME : Kind.STRING, text, start);
    }
    if (isDigit(start) || (c == '.' && isDigit(start + 1) && !afterName(start))) {
      return new Token(Kind.NUMBER, number(), start);
    }
    if (isNameStart(c)) {
      while (position < sql.length() && isNamePart(sql.charAt(position))) {
        position++;
      }
      return new Token(Kind.WORD, sql.substring(start, position), start);
    }
    for (String symbol : SYMBOLS) {
      if (sql.startsWith(symbol, start)) {
        position += symbol.length();
        return new Token(Kind.SYMBOL, symbol, start);
      }
    }
    throw failure(
        sql, start, "'" + Character.toString(sql.codePointAt(start)) + "' has no meaning here");
  }

  private String quoted(char quote) {
    int start = position++;
    StringBuilder text = new StringBuilder();
    while (position < sql.length()) {
      char c = sql.charAt(position++);
      if (c != quote) {
        text.append(c);
      } else if (position < sql.length() && sql.charAt(position) == quote) {
        text.append(quote);
        position++;
      } else {
        return text.toString();
      }
    }
    throw failure(sql, start, "the quote is never closed");
  }

  private String number() {
    int start = position;
    digits();
    if (position < sql.length() && sql.charAt(position) == '.') {
      position++;
      digits();
    }
    if (position < sql.length() && (sql.charAt(position) | 0x20) == 'e') {
      position++;
      if (position < sql.length() && (sql.charAt(position) == '-' || sql.charAt(position) == '+')) {
        position++;
      }
      if (!isDigit(position)) {
        throw failure(sql, start, "the exponent has no digits");
      }
      digits();
    }
    if (position < sql.length() && isNamePart(sql.charAt(position))) {
      throw failure(sql, start, "a number is followed by a letter; quote a name that begins so");
    }
    return sql.substring(start, position);
  }

  private void digits() {
    while (isDigit(position)) {
      position++;
    }
  }

  private boolean isDigit(int at) {
    return at < sql.length() && sql.charAt(at) >= '0' && sql.charAt(at) <= '9';
  }

  private boolean afterName(int at) {
    return at > 0 && (isNamePart(sql.charAt(at - 1)) || sql.charAt(at - 1) == '"');
  }

  private static boolean isNameStart(char c) {
    return c == '_' || c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || c == '$' || (c >= '0' && c <= '9');
  }

  /** An error that shows where in the text it is. */
  static InvalidPredicateException failure(String sql, int position, String problem) {
    int from = Math.max(0, position - SHOWN_AROUND);
    int to = Math.min(sql.length(), position + SHOWN_AROUND);
    String before = from > 0 ? "…" : "";
    String shown = sql.substring(from, to).replaceAll("\\s", " ");
    return new InvalidPredicateException(
        "Cannot read the filter at position "
            + (position + 1)
            + ": "
            + problem
            + ".\n  "
            + before
            + shown
            + (to < sql.length() ? "…" : "")
            + "\n  "
            + " ".repeat(before.length() + position - from)
            + "^");
  }
}
