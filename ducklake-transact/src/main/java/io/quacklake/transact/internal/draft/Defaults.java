package io.quacklake.transact.internal.draft;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.JsonSyntax;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.rows.DefaultFunction;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Literal defaults. */
final class Defaults {
  private static final String DIALECT = "duckdb";

  private Defaults() {}

  /** What new rows get. The reference stores SQL's NULL as the word. */
  static DefaultValue forNewRows(String column, DataType type, @Nullable String text) {
    if (text == null) {
      return DefaultValue.NULL;
    }
    if (isFunction(column, type, text)) {
      String call = text.strip().toLowerCase(Locale.ROOT);
      return new DefaultValue(DefaultValue.Kind.EXPRESSION, call, DIALECT);
    }
    forOldRows(column, type, text);
    if (text.equals("NULL")) {
      throw new UnsupportedFeatureException(
          "default 'NULL'",
          "The default of column "
              + column
              + " cannot be the text NULL, which the catalog cannot tell from SQL's NULL.");
    }
    return new DefaultValue(DefaultValue.Kind.LITERAL, text, DIALECT);
  }

  /**
   * Whether a default is a function such as {@code now()}. In a column of texts it is a text.
   *
   * @throws UnsupportedFeatureException if it is one that gives no value of the type
   */
  static boolean isFunction(String column, DataType type, @Nullable String text) {
    if (text == null || type == PrimitiveType.VARCHAR || type == PrimitiveType.JSON) {
      return false;
    }
    Optional<DefaultFunction> function = DefaultFunction.of(text);
    if (function.isPresent() && function.get().values(type, Instant.EPOCH) == null) {
      throw new UnsupportedFeatureException(
          "default " + text + " of type " + type,
          "Column " + column + " of type " + type + " cannot have the default " + text + ".");
    }
    return function.isPresent();
  }

  /** The text of the value that older rows read as; NULL where it is a function's. */
  static @Nullable String forOldRows(String column, DataType type, @Nullable String text) {
    if (text == null || isFunction(column, type, text)) {
      return null;
    }
    if (!(type instanceof PrimitiveType) && !(type instanceof DecimalType)) {
      throw new UnsupportedFeatureException(
          "default of type " + type,
          "Column " + column + " of type " + type + " can have no default but NULL.");
    }
    try {
      if (type == PrimitiveType.JSON && !JsonSyntax.isValid(text.getBytes(UTF_8))) {
        throw new ValueFormatException("no JSON");
      }
      return ValueCodec.print(type, ValueCodec.parse(type, text));
    } catch (ValueFormatException malformed) {
      throw new InvalidValueException(
          "The default '"
              + text
              + "' of column "
              + column
              + " is not a value of the type "
              + type
              + ". Write it as DuckDB casts it to text, without quotes.");
    }
  }
}
