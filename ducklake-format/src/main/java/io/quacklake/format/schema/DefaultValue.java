package io.quacklake.format.schema;

import org.jspecify.annotations.Nullable;

/**
 * The default for new rows: NULL, a literal's text, or an expression in SQL of some dialect.
 *
 * @param text null for NULL
 */
public record DefaultValue(Kind kind, @Nullable String text, @Nullable String dialect) {
  public static final DefaultValue NULL = new DefaultValue(Kind.LITERAL, null, null);

  /** Whether the text is a value or has to be evaluated by an engine. */
  public enum Kind {
    LITERAL,
    EXPRESSION
  }
}
