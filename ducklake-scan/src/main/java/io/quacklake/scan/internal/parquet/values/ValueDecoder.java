package io.quacklake.scan.internal.parquet.values;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of one page after the other; only values that are there, NULLs are not its
 * matter. A decoder never reads outside the bytes it was given (plus the slack behind them) and
 * fails when they do not hold what is asked for.
 */
public abstract class ValueDecoder {
  /**
   * Starts on the values of a page.
   *
   * @param values how many values the page may hold at most
   */
  abstract void reset(long address, long end, int values);

  /** Lets {@link #skip} jump within the page, after {@link #reset}; what cannot need not. */
  public void marks(@Nullable PageMarks known) {}

  /** Passes over values. */
  public abstract void skip(int count);
}
