package io.quacklake.transact.internal.parquet.shred;

import org.jspecify.annotations.Nullable;

/**
 * Entries on their way down the schema tree: the definition level reached so far, the repetition
 * level, and the position in the current vector, or {@link #ENDED} where a NULL or an empty list
 * above ended the entry.
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of arrays, never compared
record Slots(int count, byte[] definitions, byte @Nullable [] repetitions, int[] positions) {
  static final int ENDED = -1;

  static Slots rows(int from, int count) {
    int[] positions = new int[count];
    for (int i = 0; i < count; i++) {
      positions[i] = from + i;
    }
    return new Slots(count, new byte[count], null, positions);
  }

  /** A copy whose definitions and positions may change independently. */
  Slots copy() {
    return new Slots(count, definitions.clone(), repetitions, positions.clone());
  }
}
