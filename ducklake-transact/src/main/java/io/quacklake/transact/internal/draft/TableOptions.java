package io.quacklake.transact.internal.draft;

import io.quacklake.scan.LakehouseConfig;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings that hold for a table: what the catalog has stored is stronger than what the session
 * was opened with.
 */
record TableOptions(Map<String, String> values) {
  /** The option for how many rows at most are inlined, and what it is where it is not set. */
  private static final String INLINING_LIMIT = "data_inlining_row_limit";

  private static final String DEFAULT_INLINING_LIMIT = "10";

  TableOptions {
    values = Map.copyOf(values);
  }

  static TableOptions of(Map<String, String> stored, LakehouseConfig config) {
    Integer limit = config.dataInliningRowLimit();
    Map<String, String> all = new HashMap<>(stored);
    if (limit != null) {
      all.putIfAbsent(INLINING_LIMIT, limit.toString());
    }
    return new TableOptions(all);
  }

  /** Whether small inserts go to the catalog where it can hold them. */
  boolean isInliningOn() {
    String limit = values.getOrDefault(INLINING_LIMIT, DEFAULT_INLINING_LIMIT).strip();
    return !limit.matches("0+|-.*");
  }
}
