package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the SQL literal of a struct: names and strings in single quotes, doubled inside,
 * backslashes as they are; {@code CAST('…' AS type)} around dates and the like, {@code CONCAT('a',
 * chr(0), 'b')} for strings with NUL. Lists and maps inside are in the cast's form.
 */
final class StructLiteralReader {
  private final TextCursor cursor;

  private StructLiteralReader(TextCursor cursor) {
    this.cursor = cursor;
  }

  static Object read(StructType type, String text) {
    TextCursor cursor = new TextCursor(type, text);
    Object value = new StructLiteralReader(cursor).struct(type);
    cursor.expectEnd();
    return value;
  }

  private List<@Nullable Object> struct(StructType type) {
    @Nullable Object[] values = new @Nullable Object[type.fields().size()];
    boolean[] seen = new boolean[values.length];
    cursor.expect('{');
    do {
      cursor.skipSpaces();
      int index = CastTextReader.indexOf(type, string());
      if (index < 0 || seen[index]) {
        throw cursor.failure();
      }
      seen[index] = true;
      cursor.expect(':');
      cursor.skipSpaces();
      values[index] = value(type.fields().get(index).type());
    } while (cursor.accept(','));
    cursor.expect('}');
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  private @Nullable Object value(DataType type) {
    if (cursor.accept("NULL")) {
      return null;
    }
    if (type instanceof StructType struct) {
      return struct(struct);
    }
    if (type.isNested()) {
      return CastTextReader.readNested(type, cursor);
    }
    if (cursor.accept("CAST(")) {
      String text = string();
      if (!cursor.accept(" AS ")) {
        throw cursor.failure();
      }
      skipTypeName();
      return ValueCodec.parse(type, text);
    }
    if (cursor.accept("CONCAT(")) {
      return ValueCodec.parse(type, concatenation());
    }
    if (cursor.peek() == '\'') {
      return ValueCodec.parse(type, string());
    }
    if (isPlain(type)) {
      StringBuilder text = new StringBuilder();
      while (!cursor.atEnd() && cursor.peek() != ',' && cursor.peek() != '}') {
        text.append(cursor.next());
      }
      return ValueCodec.parse(type, text.toString());
    }
    throw cursor.failure();
  }

  /** Whether the literal has no quotes. */
  private static boolean isPlain(DataType type) {
    if (type instanceof DecimalType) {
      return true;
    }
    return type instanceof PrimitiveType primitive
        && primitive.compareTo(PrimitiveType.FLOAT64) <= 0;
  }

  private String string() {
    cursor.expect('\'');
    StringBuilder text = new StringBuilder();
    while (true) {
      char c = cursor.next();
      if (c != '\'') {
        text.append(c);
      } else if (cursor.accept('\'')) {
        text.append('\'');
      } else {
        return text.toString();
      }
    }
  }

  private void skipTypeName() {
    int depth = 1; // DECIMAL(5,2) has parentheses of its own
    while (depth > 0) {
      char c = cursor.next();
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
  }

  private String concatenation() {
    StringBuilder text = new StringBuilder();
    do {
      cursor.skipSpaces();
      if (cursor.accept("chr(0)")) {
        text.append('\0');
      } else {
        text.append(string());
      }
    } while (cursor.accept(','));
    cursor.expect(')');
    return text.toString();
  }
}
