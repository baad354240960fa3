package io.quacklake.format.internal.sql;

import java.util.List;

/**
 * A place in a list of tokens, for a grammar read by recursive descent.
 *
 * @param <X> how the grammar complains
 */
public abstract class SqlCursor<X extends Exception> {
  private final List<SqlToken> tokens;
  private int next;

  /**
   * @param tokens of {@link SqlScanner#tokens}
   */
  protected SqlCursor(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  /** The error for a token that stands where another was expected. */
  protected abstract X unexpected(SqlToken found, String wanted);

  protected final SqlToken peek() {
    return at(0);
  }

  /** A later token; beyond the last one it is the end. */
  protected final SqlToken at(int ahead) {
    return tokens.get(Math.min(next + ahead, tokens.size() - 1));
  }

  protected final SqlToken take() {
    SqlToken token = peek();
    next++;
    return token;
  }

  protected final void skip(int count) {
    next += count;
  }

  protected final boolean acceptWord(String word) {
    return accept(peek().isWord(word));
  }

  protected final boolean acceptSymbol(String symbol) {
    return accept(peek().isSymbol(symbol));
  }

  protected final void expectWord(String word) throws X {
    if (!acceptWord(word)) {
      throw unexpected(peek(), word);
    }
  }

  protected final void expectSymbol(String symbol) throws X {
    if (!acceptSymbol(symbol)) {
      throw unexpected(peek(), "'" + symbol + "'");
    }
  }

  private boolean accept(boolean found) {
    next += found ? 1 : 0;
    return found;
  }
}
