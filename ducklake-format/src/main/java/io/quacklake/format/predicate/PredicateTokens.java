package io.quacklake.format.predicate;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.internal.sql.SqlScanner;
import io.quacklake.format.internal.sql.SqlToken;
import io.quacklake.format.internal.sql.SqlToken.Kind;
import java.util.List;

/** The words of a predicate's SQL. */
final class PredicateTokens extends SqlScanner<InvalidPredicateException> {
  private static final int SHOWN_AROUND = 40;
  private static final List<String> SYMBOLS =
      List.of("<>", "!=", "<=", ">=", "==", "=", "<", ">", "(", ")", ",", ".", "-", "+");

  PredicateTokens(String sql) {
    super(sql);
  }

  @Override
  protected SqlToken next(char first) {
    int start = position;
    if (first == '\'' || first == '"') {
      SqlToken token = quoted();
      if (token.kind() == Kind.QUOTED_NAME && token.text().isEmpty()) {
        throw failure(start, "a name cannot be empty");
      }
      return token;
    }
    if (isDigit(start) || (first == '.' && isDigit(start + 1) && !afterName(start))) {
      return number();
    }
    if (isNameStart(first)) {
      return word();
    }
    return symbol(SYMBOLS);
  }

  private boolean afterName(int at) {
    return at > 0 && (isNamePart(sql.charAt(at - 1)) || sql.charAt(at - 1) == '"');
  }

  @Override
  protected InvalidPredicateException failure(int position, String problem) {
    return failure(sql, position, problem);
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
