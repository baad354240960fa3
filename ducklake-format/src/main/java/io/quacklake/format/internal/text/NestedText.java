package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.StructType;

/**
 * Lists, structs and maps as text: DuckDB's cast to VARCHAR, {@code [{'a': x, 'b': 'it\'s'}]} and
 * {@code {k=1}}, and the SQL literal {@code {'a': 'it''s', 'd': CAST('2020-01-01' AS DATE)}} which
 * the reference writes for inlined structs in catalogs without nested types.
 *
 * <p>A list is a {@code List}, a struct a {@code List} in the order of its fields, a map a {@code
 * List} of {@code Map.Entry}.
 */
public final class NestedText {
  private NestedText() {}

  /**
   * Reads either form.
   *
   * @throws ValueFormatException if the text is neither
   */
  public static Object parse(DataType type, String text) {
    if (!(type instanceof StructType struct)) {
      return CastTextReader.read(type, text);
    }
    // The two forms quote differently. A text that the cast would print is the cast's; any other
    // is a literal if it reads as one. What is left is a cast text of another writer.
    Object fromCast = null;
    ValueFormatException failure = null;
    try {
      fromCast = CastTextReader.read(type, text);
      if (print(type, fromCast).equals(text)) {
        return fromCast;
      }
    } catch (ValueFormatException notCastText) {
      failure = notCastText;
    }
    try {
      return StructLiteralReader.read(struct, text);
    } catch (ValueFormatException notLiteral) {
      if (fromCast != null) {
        return fromCast;
      }
      throw failure == null ? notLiteral : failure;
    }
  }

  /** Writes DuckDB's cast to VARCHAR. */
  public static String print(DataType type, Object value) {
    StringBuilder out = new StringBuilder();
    CastTextWriter.write(out, type, value);
    return out.toString();
  }
}
