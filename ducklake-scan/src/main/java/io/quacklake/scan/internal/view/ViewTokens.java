package io.quacklake.scan.internal.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of a view's SQL. What is not known to be harmless is refused. */
final class ViewTokens {
  /** What the reference stores where a query named the lake itself. */
  static final String CATALOG = "{DUCKLAKE_CATALOG}";

  private static final String OPERATOR_CHARACTERS = "=<>!~+-*/%^&|@#?";
  private static final Set<String> OPERATORS =
      Set.of("=", "==", "<>", "!=", "<", "<=", ">", ">=", "~~", "!~~", "*", "-");

  /** What a token is. */
  enum Kind {
    /** An unquoted name or keyword. */
    WORD,
    QUOTED_NAME,
    /** The place holder for the lake's own name. */
    CATALOG,
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

  private ViewTokens(String sql) {
    this.sql = sql;
  }

  /**
   * @throws NeedsEngine if a part of the text has no meaning here
   */
  static List<Token> of(String sql) throws NeedsEngine {
    ViewTokens reader = new ViewTokens(sql);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = reader.next();
      tokens.add(token);
    } while (token.kind() != Kind.END);
    return tokens;
  }

  private Token next() throws NeedsEngine {
    while (position < sql.length() && " \t\r\n".indexOf(sql.charAt(position)) >= 0) {
      position++;
    }
    int start = position;
    if (start == sql.length()) {
      return new Token(Kind.END, "", start);
    }
    char c = sql.charAt(start);
    if (c == '\'') {
      String text = quoted(c);
      if (text.contains(CATALOG)) { // the reference replaces it inside texts too
        throw new NeedsEngine("a text holds " + CATALOG);
      }
      return new Token(Kind.STRING, text, start);
    }
    if (c == '"') {
      return new Token(Kind.QUOTED_NAME, quoted(c), start);
    }
    if (sql.startsWith(CATALOG, start)) {
      position += CATALOG.length();
      return new Token(Kind.CATALOG, CATALOG, start);
    }
    if (isDigit(start) || (c == '.' && isDigit(start + 1))) {
      return new Token(Kind.NUMBER, number(), start);
    }
    if (isNameStart(c)) {
      while (position < sql.length() && (isNameStart(sql.charAt(position)) || isDigit(position))) {
        position++;
      }
      return new Token(Kind.WORD, sql.substring(start, position), start);
    }
    if ("(),.".indexOf(c) >= 0) {
      position++;
      return new Token(Kind.SYMBOL, String.valueOf(c), start);
    }
    // All of a run, so that ~~* is not taken for ~~ and a comment not for two signs.
    while (position < sql.length() && OPERATOR_CHARACTERS.indexOf(sql.charAt(position)) >= 0) {
      position++;
    }
    String operator = sql.substring(start, position);
    if (!OPERATORS.contains(operator)) {
      String shown = operator.isEmpty() ? Character.toString(sql.codePointAt(start)) : operator;
      throw new NeedsEngine("there is a " + shown + " at position " + (start + 1));
    }
    return new Token(Kind.SYMBOL, operator, start);
  }

  private String quoted(char quote) throws NeedsEngine {
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
    throw new NeedsEngine("the quote at position " + (start + 1) + " is never closed");
  }

  private String number() throws NeedsEngine {
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
      digits();
    }
    String text = sql.substring(start, position);
    boolean whole = text.matches("([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    if (!whole || (position < sql.length() && isNameStart(sql.charAt(position)))) {
      throw new NeedsEngine("there is an odd number at position " + (start + 1));
    }
    return text;
  }

  private void digits() {
    while (isDigit(position)) {
      position++;
    }
  }

  private boolean isDigit(int at) {
    return at < sql.length() && sql.charAt(at) >= '0' && sql.charAt(at) <= '9';
  }

  /** Other letters come in quotes. */
  private static boolean isNameStart(char c) {
    return c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }
}
