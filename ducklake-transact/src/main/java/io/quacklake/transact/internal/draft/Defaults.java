package io.quacklake.transact.internal.draft;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
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

  /** The text of the value that older rows read as. */
  static @Nullable String forOldRows(String column, DataType type, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!(type instanceof PrimitiveType) && !(type instanceof DecimalType)) {
      throw new UnsupportedFeatureException(
          "default of type " + type,
          "Column " + column + " of type " + type + " can have no default but NULL.");
    }
    try {
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
