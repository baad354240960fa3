package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads nested values in the form of DuckDB's cast to VARCHAR. Outside quotes a backslash is
 * itself, because that is how the cast writes it.
 */
final class CastTextReader {
  private final TextCursor cursor;

  private CastTextReader(TextCursor cursor) {
    this.cursor = cursor;
  }

  static Object read(DataType type, String text) {
    TextCursor cursor = new TextCursor(type, text);
    cursor.skipSpaces();
    Object value = readNested(type, cursor);
    cursor.skipSpaces();
    cursor.expectEnd();
    return value;
  }

  /** Reads one list, struct or map at the cursor. */
  static Object readNested(DataType type, TextCursor cursor) {
    Object value = new CastTextReader(cursor).value(type, "");
    if (value == null || !type.isNested()) {
      throw cursor.failure();
    }
    return value;
  }

  private @Nullable Object value(DataType type, String closers) {
    cursor.skipSpaces();
    if (type instanceof ListType list && cursor.accept('[')) {
      return list(list);
    }
    if (type instanceof StructType struct && cursor.accept('{')) {
      return struct(struct);
    }
    if (type instanceof MapType map && cursor.accept('{')) {
      return map(map);
    }
    boolean quoted = cursor.peek() == '\'' || (cursor.peek() == '"' && type != PrimitiveType.JSON);
    String text = token(type, closers);
    if (!quoted && isNull(type, text)) {
      return null;
    }
    if (type.isNested()) {
      throw cursor.failure();
    }
    return ValueCodec.parse(type, text);
  }

  private List<@Nullable Object> list(ListType type) {
    List<@Nullable Object> values = new ArrayList<>();
    cursor.skipSpaces();
    if (cursor.accept(']')) {
      return values;
    }
    do {
      values.add(value(type.element().type(), ",]"));
      cursor.skipSpaces();
    } while (cursor.accept(','));
    cursor.expect(']');
    return Collections.unmodifiableList(values);
  }

  private List<@Nullable Object> struct(StructType type) {
    @Nullable Object[] values = new @Nullable Object[type.fields().size()];
    boolean[] seen = new boolean[values.length];
    cursor.skipSpaces();
    if (!cursor.accept('}')) {
      do {
        cursor.skipSpaces();
        String name = token(PrimitiveType.VARCHAR, ":");
        cursor.skipSpaces();
        cursor.expect(':');
        int index = indexOf(type, name);
        if (index < 0 || seen[index]) {
          throw cursor.failure();
        }
        seen[index] = true;
        values[index] = value(type.fields().get(index).type(), ",}");
        cursor.skipSpaces();
      } while (cursor.accept(','));
      cursor.expect('}');
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  private List<Map.Entry<Object, @Nullable Object>> map(MapType type) {
    List<Map.Entry<Object, @Nullable Object>> entries = new ArrayList<>();
    cursor.skipSpaces();
    if (cursor.accept('}')) {
      return entries;
    }
    do {
      Object key = value(type.key().type(), "=");
      cursor.skipSpaces();
      cursor.expect('=');
      if (key == null) {
        throw cursor.failure();
      }
      entries.add(new SimpleImmutableEntry<>(key, value(type.value().type(), ",}")));
      cursor.skipSpaces();
    } while (cursor.accept(','));
    cursor.expect('}');
    return Collections.unmodifiableList(entries);
  }

  static int indexOf(StructType type, String name) {
    List<Field> fields = type.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNull(DataType type, String text) {
    // null in lower case is a JSON value
    return type == PrimitiveType.JSON
        ? text.equals("NULL")
        : text.toUpperCase(Locale.ROOT).equals("NULL");
  }

  /** The text of a scalar, unquoted; it ends before one of {@code closers}. */
  private String token(DataType type, String closers) {
    char quote = cursor.peek();
    if (type == PrimitiveType.JSON && quote != '\'') {
      return json(closers);
    }
    if (quote == '\'' || quote == '"') {
      return quoted(cursor.next());
    }
    StringBuilder text = new StringBuilder();
    while (!cursor.atEnd() && closers.indexOf(cursor.peek()) < 0) {
      text.append(cursor.next());
    }
    return stripSpaces(text);
  }

  private String quoted(char quote) {
    StringBuilder text = new StringBuilder();
    while (true) {
      char c = cursor.next();
      if (c == quote) {
        return text.toString();
      }
      text.append(c == '\\' ? cursor.next() : c);
    }
  }

  /** A JSON value as it stands: brackets are balanced, strings are skipped. */
  private String json(String closers) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    while (!cursor.atEnd() && (depth > 0 || closers.indexOf(cursor.peek()) < 0)) {
      char c = cursor.next();
      text.append(c);
      if (c == '"') {
        jsonString(text);
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return stripSpaces(text);
  }

  private void jsonString(StringBuilder text) {
    while (true) {
      char c = cursor.next();
      text.append(c);
      if (c == '"') {
        return;
      }
      if (c == '\\') {
        text.append(cursor.next());
      }
    }
  }

  private static String stripSpaces(StringBuilder text) {
    int end = text.length();
    while (end > 0 && TextCursor.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
