package io.quacklake.transact.internal.parquet.shred;

import org.jspecify.annotations.Nullable;

/**
 * What a stretch of rows puts into one leaf column: levels, and where its values are in the vector.
 *
 * @param rows rows in the stretch
 * @param levels entries: at least one a row, and one more for each further element
 * @param definitions null when every entry has a value
 * @param repetitions null when every entry begins a row
 * @param values entries that have a value
 * @param start where the values begin in the vector, if they are consecutive
 * @param positions ascending positions of the values, null when they are consecutive
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of arrays, never compared
public record LeafSlots(
    int rows,
    int levels,
    byte @Nullable [] definitions,
    byte @Nullable [] repetitions,
    int values,
    int start,
    int @Nullable [] positions) {

  /** The vector's positions from the first value to the one after the last. */
  public int span() {
    if (positions == null) {
      return values;
    }
    return values == 0 ? 0 : positions[values - 1] + 1 - positions[0];
  }

  /** The position of the first value. */
  public int first() {
    return positions == null ? start : values == 0 ? 0 : positions[0];
  }

  /** The position of a value, counted from {@link #first}. */
  public int offset(int value) {
    return positions == null ? value : positions[value] - positions[0];
  }
}
