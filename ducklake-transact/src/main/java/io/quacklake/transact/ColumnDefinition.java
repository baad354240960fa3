package io.quacklake.transact;

import io.quacklake.transact.internal.request.ColumnText;
import java.util.Objects;
import java.util.regex.Matcher;
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

  /**
   * Reads a column as SQL defines one: {@code id BIGINT NOT NULL}, {@code "odd name" VARCHAR[]},
   * {@code price DECIMAL(9,2) DEFAULT 0.00}, {@code note VARCHAR DEFAULT 'none'}.
   *
   * @throws IllegalArgumentException if there is no type behind the name
   */
  public static ColumnDefinition parse(String text) {
    Matcher parts = ColumnText.COLUMN.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "A column is a name and a type, such as id BIGINT NOT NULL; got: " + text);
    }
    String quoted = parts.group("quoted");
    String name = quoted == null ? parts.group("name") : quoted.replace("\"\"", "\"");
    ColumnDefinition column = of(name, parts.group("type").strip());
    String literal = parts.group("literal");
    String value = literal == null ? parts.group("value") : literal.replace("''", "'");
    column = value == null ? column : column.withDefault(value);
    return parts.group("before") == null && parts.group("after") == null
        ? column
        : column.notNull();
  }

  public ColumnDefinition notNull() {
    return new ColumnDefinition(name, type, Nulls.REFUSED, defaultValue, comment);
  }

  /**
   * A default as DuckDB casts it to text, without quotes: {@code 1.5}, {@code 2026-01-31}. Or, for
   * columns that are not of texts, {@code now()}, {@code current_date}, {@code localtimestamp},
   * {@code uuid()} or {@code uuidv7()}.
   */
  public ColumnDefinition withDefault(@Nullable String value) {
    return new ColumnDefinition(name, type, nulls, value, comment);
  }

  public ColumnDefinition withComment(@Nullable String text) {
    return new ColumnDefinition(name, type, nulls, defaultValue, text);
  }
}
