package io.quacklake.scan;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Chooses rows of a scan by the values of its first columns, where a filter cannot say which; the
 * other columns are read of the chosen rows only.
 */
@FunctionalInterface
public interface RowChoice {
  /**
   * The chosen ones of some rows, ascending; null for all. Several threads may call it at once.
   *
   * @param columns the first columns of the scan; they stay the scan's
   */
  int @Nullable [] of(VectorSchemaRoot columns);
}
