package io.quacklake.scan.internal.parquet;

import java.util.BitSet;

/** Which of the next rows are wanted. Immutable. */
public final class Selection {
  private final BitSet rows;
  private final int size;

  private Selection(BitSet rows) {
    this.rows = rows;
    this.size = rows.cardinality();
  }

  /** The rows whose bits are set; row 0 is the next one. */
  public static Selection of(BitSet rows) {
    return new Selection((BitSet) rows.clone());
  }

  /** The rows with these positions; row 0 is the next one. */
  public static Selection ofRows(int... positions) {
    BitSet rows = new BitSet(positions.length == 0 ? 0 : positions[positions.length - 1] + 1);
    for (int position : positions) {
      rows.set(position);
    }
    return new Selection(rows);
  }

  /** How many rows are wanted. */
  public int size() {
    return size;
  }

  /** One more than the last wanted row. */
  int end() {
    return rows.length();
  }

  /** The first wanted row not before {@code from}, -1 if there is none. */
  int nextWanted(int from) {
    return rows.nextSetBit(from);
  }

  /** The first row not before {@code from} that is not wanted. */
  int nextUnwanted(int from) {
    return rows.nextClearBit(from);
  }
}
