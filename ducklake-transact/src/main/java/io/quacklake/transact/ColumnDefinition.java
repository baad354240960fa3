package io.quacklake.transact;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column to be made.
 *
 * @param type a type in DuckDB's spelling or the specification's: {@code INTEGER}, {@code
 *     DECIMAL(18,3)}, {@code VARCHAR[]}, {@code STRUCT(a INTEGER, b VARCHAR)}, {@code MAP(VARCHAR,
 *     INTEGER)}, {@code timestamptz}
 * @param defaultValue the text of the value that rows get which do not name the column; null for
 *     NULL
 */
public record ColumnDefinition(
    String name,
    String type,
    Nulls nulls,
    @Nullable String defaultValue,
    @Nullable String comment) {
  public ColumnDefinition {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
  }

  /** Whether a column may hold NULL. */
  public enum Nulls {
    ALLOWED,
    REFUSED
  }

  /** A column that may hold NULL. */
  public static ColumnDefinition of(String name, String type) {
    return new ColumnDefinition(name, type, Nulls.ALLOWED, null, null);
  }

  public ColumnDefinition notNull() {
    return new ColumnDefinition(name, type, Nulls.REFUSED, defaultValue, comment);
  }

  /** A default as DuckDB casts it to text, without quotes: {@code 1.5}, {@code 2026-01-31}. */
  public ColumnDefinition withDefault(@Nullable String value) {
    return new ColumnDefinition(name, type, nulls, value, comment);
  }

  public ColumnDefinition withComment(@Nullable String text) {
    return new ColumnDefinition(name, type, nulls, defaultValue, text);
  }
}
