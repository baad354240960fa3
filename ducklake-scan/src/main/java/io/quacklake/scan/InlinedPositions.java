package io.quacklake.scan;

import java.util.Arrays;

/** Positions in a data file, ascending; immutable. */
public final class InlinedPositions {
  public static final InlinedPositions NONE = new InlinedPositions(new long[0]);

  private final long[] positions;

  public InlinedPositions(long[] positions) {
    this.positions = positions.clone();
    Arrays.sort(this.positions);
  }

  public int size() {
    return positions.length;
  }

  public long[] toArray() {
    return positions.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InlinedPositions that && Arrays.equals(positions, that.positions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(positions);
  }

  @Override
  public String toString() {
    return positions.length + " positions";
  }
}
