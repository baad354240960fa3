package io.quacklake.scan;

/** What a filter promises. */
public enum RowFilter {
  /** Rows that do not match are not returned. */
  EXACT,
  /**
   * Files, row groups and pages that cannot match are skipped; other rows that do not match may
   * come along.
   */
  BEST_EFFORT
}
