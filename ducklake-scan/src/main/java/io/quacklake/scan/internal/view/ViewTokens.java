package io.quacklake.scan.internal.view;

import io.quacklake.format.internal.sql.SqlScanner;
import io.quacklake.format.internal.sql.SqlToken;
import java.util.Set;

/** The words of a view's SQL. What is not known to be harmless is refused. */
final class ViewTokens extends SqlScanner<NeedsEngine> {
  /** What the reference stores where a query named the lake itself. */
  static final String CATALOG = "{DUCKLAKE_CATALOG}";

  private static final String OPERATOR_CHARACTERS = "=<>!~+-*/%^&|@#?";
  private static final Set<String> OPERATORS =
      Set.of("=", "==", "<>", "!=", "<", "<=", ">", ">=", "~~", "!~~", "*", "-");

  ViewTokens(String sql) {
    super(sql);
  }

  @Override
  protected SqlToken next(char first) throws NeedsEngine {
    int start = position;
    if (first == '\'') {
      SqlToken token = quoted();
      if (token.text().contains(CATALOG)) { // the reference replaces it inside texts too
        throw new NeedsEngine("a text holds " + CATALOG);
      }
      return token;
    }
    if (first == '"') {
      return quoted();
    }
    if (sql.startsWith(CATALOG, start)) {
      return symbol(CATALOG);
    }
    if (isDigit(start) || (first == '.' && isDigit(start + 1))) {
      return number();
    }
    if (isNameStart(first)) {
      return word();
    }
    if ("(),.".indexOf(first) >= 0) {
      return symbol(String.valueOf(first));
    }
    // All of a run, so that ~~* is not taken for ~~ and a comment not for two signs.
    int end = start;
    while (end < sql.length() && OPERATOR_CHARACTERS.indexOf(sql.charAt(end)) >= 0) {
      end++;
    }
    String operator = sql.substring(start, end);
    if (!OPERATORS.contains(operator)) {
      String shown = operator.isEmpty() ? Character.toString(sql.codePointAt(start)) : operator;
      throw failure(start, "there is a " + shown);
    }
    return symbol(operator);
  }

  @Override
  protected boolean isSpace(char c) {
    return " \t\r\n".indexOf(c) >= 0;
  }

  /** Other letters come in quotes. */
  @Override
  protected boolean isNameStart(char c) {
    return c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }

  @Override
  protected boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9');
  }

  @Override
  protected NeedsEngine failure(int position, String problem) {
    return new NeedsEngine("at position " + (position + 1) + " " + problem);
  }
}
