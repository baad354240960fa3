package io.quacklake.catalog.internal.jdbc;

/** The SQL twin of {@code Lifespan.contains}; binds the snapshot id twice. */
public final class Visible {
  private Visible() {}

  public static String at(String table) {
    return "%1$s.begin_snapshot <= ? AND (%1$s.end_snapshot IS NULL OR %1$s.end_snapshot > ?)"
        .formatted(table);
  }

  /**
   * What is visible somewhere between two snapshots, or ends at the first of them; binds the later
   * and then the earlier snapshot id.
   */
  public static String between(String table) {
    return "%1$s.begin_snapshot <= ? AND (%1$s.end_snapshot IS NULL OR %1$s.end_snapshot >= ?)"
        .formatted(table);
  }
}
