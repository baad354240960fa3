package io.quacklake.transact.internal.rows;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.SqlTypes;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Defaults that the catalog keeps as SQL of DuckDB, as far as they are a constant or a function
 * that needs no engine. DuckDB keeps {@code DATE '2026-01-31'} and {@code true} so too.
 */
final class DefaultExpression {
  private static final Pattern CAST =
      Pattern.compile(
          "CAST\\('((?:[^']|'')*)' AS \"?([A-Z0-9_ (),]+?)\"?\\)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TEXT = Pattern.compile("'((?:[^']|'')*)'");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

  private DefaultExpression() {}

  /**
   * The values of a default, of which rows get one each; empty if it takes an engine.
   *
   * @param now the time of what is written
   */
  static Optional<Supplier<Object>> values(String sql, DataType type, Instant now) {
    String bare = bare(sql);
    Optional<DefaultFunction> function = DefaultFunction.of(bare);
    if (function.isPresent()) {
      return Optional.ofNullable(function.get().values(type, now));
    }
    try {
      return constant(bare, type).map(value -> () -> value);
    } catch (ValueFormatException
        | IllegalArgumentException
        | UnsupportedFeatureException noValueOfTheType) {
      return Optional.empty();
    }
  }

  /** Without parentheses around the whole. */
  private static String bare(String sql) {
    String text = sql.strip();
    while (text.startsWith("(") && text.endsWith(")") && text.indexOf(')') == text.length() - 1) {
      text = text.substring(1, text.length() - 1).strip();
    }
    return text;
  }

  private static Optional<Object> constant(String text, DataType type) {
    Matcher cast = CAST.matcher(text);
    if (cast.matches()) {
      String value = unquoted(cast.group(1));
      DataType own = SqlTypes.parse(cast.group(2));
      Object parsed =
          own == PrimitiveType.BOOLEAN && value.length() == 1
              ? Boolean.valueOf(value.equals("t"))
              : ValueCodec.parse(own, value);
      return Optional.of(
          own.equals(type) ? parsed : ValueCodec.parse(type, ValueCodec.print(own, parsed)));
    }
    Matcher quoted = TEXT.matcher(text);
    if (quoted.matches()) {
      return Optional.of(ValueCodec.parse(type, unquoted(quoted.group(1))));
    }
    return NUMBER.matcher(text).matches()
            || text.equalsIgnoreCase("true")
            || text.equalsIgnoreCase("false")
        ? Optional.of(ValueCodec.parse(type, text))
        : Optional.empty();
  }

  private static String unquoted(String text) {
    return text.replace("''", "'");
  }
}
