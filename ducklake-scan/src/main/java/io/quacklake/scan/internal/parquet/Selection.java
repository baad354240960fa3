package io.quacklake.scan.internal.parquet;

import java.util.BitSet;

/** Which of the next rows are wanted. Immutable. */
public final class Selection {
  private final int[] rows;

  private Selection(int[] rows) {
    this.rows = rows;
  }

  /** The rows whose bits are set; row 0 is the next one. */
  public static Selection of(BitSet rows) {
    return new Selection(rows.stream().toArray());
  }

  /**
   * The rows with these positions, ascending; row 0 is the next one.
   *
   * @param positions not to be changed afterwards
   */
  public static Selection ofRows(int... positions) {
    return new Selection(positions);
  }

  /** How many rows are wanted. */
  public int size() {
    return rows.length;
  }

  /** The first wanted row; 0 if there is none. */
  int start() {
    return rows.length == 0 ? 0 : rows[0];
  }

  /** One more than the last wanted row. */
  int end() {
    return rows.length == 0 ? 0 : rows[rows.length - 1] + 1;
  }

  /** The wanted rows, ascending; not to be changed. */
  int[] rows() {
    return rows;
  }
}
