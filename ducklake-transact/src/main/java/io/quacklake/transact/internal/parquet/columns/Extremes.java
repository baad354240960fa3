package io.quacklake.transact.internal.parquet.columns;

import org.jspecify.annotations.Nullable;

/** The smallest and the largest value of a page, a chunk or a file. */
sealed interface Extremes permits LongExtremes, BytesExtremes {
  /** The bounds as the footer holds them, or null when there are none to give. */
  @Nullable Bounds bounds(int maxBytes);

  /** Whether a NaN was seen. */
  boolean hasNan();

  /**
   * Bounds in PLAIN encoding, without a length.
   *
   * @param max null when a long text has no larger one of the allowed length
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never kept
  record Bounds(byte[] min, boolean minExact, byte @Nullable [] max, boolean maxExact) {}
}
