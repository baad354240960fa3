package io.quacklake.format.internal.prune;

import io.quacklake.format.type.Field;

/** What is known of the values of a file, row group or page. */
@FunctionalInterface
public interface StatsSource {
  /** The values of a leaf field; {@link ValueRange#UNKNOWN} where nothing is known. */
  ValueRange range(Field leaf);
}
