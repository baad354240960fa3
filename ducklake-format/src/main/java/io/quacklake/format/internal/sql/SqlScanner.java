package io.quacklake.format.internal.sql;

import io.quacklake.format.internal.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into tokens. What quotes and numbers look like is the same in all grammars; names and
 * spaces are DuckDB's where a grammar has no narrower ones, symbols are each grammar's own.
 *
 * @param <X> how the grammar complains
 */
public abstract class SqlScanner<X extends Exception> {
  protected final String sql;

  /** The next character to read. */
  protected int position;

  protected SqlScanner(String sql) {
    this.sql = sql;
  }

  /** All tokens; the last one is the end. */
  public final List<SqlToken> tokens() throws X {
    List<SqlToken> tokens = new ArrayList<>();
    do {
      while (position < sql.length() && isSpace(sql.charAt(position))) {
        position++;
      }
      tokens.add(
          position == sql.length()
              ? new SqlToken(Kind.END, "", position)
              : next(sql.charAt(position)));
    } while (tokens.get(tokens.size() - 1).kind() != Kind.END);
    return tokens;
  }

  /** The token that begins at the position with this character, which is no space. */
  protected abstract SqlToken next(char first) throws X;

  protected boolean isSpace(char c) {
    return Character.isWhitespace(c);
  }

  protected boolean isNameStart(char c) {
    return c == '_' || c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }

  protected boolean isNamePart(char c) {
    return isNameStart(c) || c == '$' || (c >= '0' && c <= '9');
  }

  protected abstract X failure(int position, String problem);

  /** An unquoted name or keyword. */
  protected final SqlToken word() {
    int start = position;
    while (position < sql.length() && isNamePart(sql.charAt(position))) {
      position++;
    }
    return new SqlToken(Kind.WORD, sql.substring(start, position), start);
  }

  /** A text or a name in quotes; a doubled quote stands for one. */
  protected final SqlToken quoted() throws X {
    int start = position;
    char quote = sql.charAt(position++);
    StringBuilder text = new StringBuilder();
    while (position < sql.length()) {
      char c = sql.charAt(position++);
      if (c != quote) {
        text.append(c);
      } else if (position < sql.length() && sql.charAt(position) == quote) {
        text.append(quote);
        position++;
      } else {
        Kind kind = quote == '"' ? Kind.QUOTED_NAME : Kind.STRING;
        return new SqlToken(kind, text.toString(), start);
      }
    }
    throw failure(start, "the quote is never closed");
  }

  protected final SqlToken number() throws X {
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
        throw failure(start, "the exponent has no digits");
      }
      digits();
    }
    if (position < sql.length() && isNamePart(sql.charAt(position))) {
      throw failure(start, "a number is followed by a letter; quote a name that begins so");
    }
    return new SqlToken(Kind.NUMBER, sql.substring(start, position), start);
  }

  /** The first of these that stands here. */
  protected final SqlToken symbol(List<String> known) throws X {
    for (String symbol : known) {
      if (sql.startsWith(symbol, position)) {
        return symbol(symbol);
      }
    }
    String first = Character.toString(sql.codePointAt(position));
    throw failure(position, "'" + first + "' has no meaning here");
  }

  protected final SqlToken symbol(String symbol) {
    position += symbol.length();
    return new SqlToken(Kind.SYMBOL, symbol, position - symbol.length());
  }

  protected final boolean isDigit(int at) {
    return at < sql.length() && sql.charAt(at) >= '0' && sql.charAt(at) <= '9';
  }

  private void digits() {
    while (isDigit(position)) {
      position++;
    }
  }
}
