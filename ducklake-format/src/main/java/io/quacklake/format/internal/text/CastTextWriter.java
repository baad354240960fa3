package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes nested values as DuckDB casts them to VARCHAR. */
final class CastTextWriter {
  private static final String QUOTED = "\"'(),:=[]{}";

  private CastTextWriter() {}

  static void write(StringBuilder out, DataType type, @Nullable Object value) {
    if (value == null) {
      out.append("NULL");
    } else if (type instanceof ListType list) {
      list(out, list, (List<?>) value);
    } else if (type instanceof StructType struct) {
      struct(out, struct, (List<?>) value);
    } else if (type instanceof MapType map) {
      map(out, map, (List<?>) value);
    } else {
      scalar(out, ValueCodec.print(type, value));
    }
  }

  private static void list(StringBuilder out, ListType type, List<?> values) {
    DataType element = type.element().type();
    out.append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.append(", ");
      }
      if (element == PrimitiveType.JSON && values.get(i) instanceof String json) {
        out.append(json); // a list of JSON values is printed as a JSON array
      } else {
        write(out, element, values.get(i));
      }
    }
    out.append(']');
  }

  private static void struct(StringBuilder out, StructType type, List<?> values) {
    out.append('{');
    for (int i = 0; i < values.size(); i++) {
      Field field = type.fields().get(i);
      out.append(i == 0 ? "'" : ", '");
      escaped(out, field.name());
      out.append("': ");
      write(out, field.type(), values.get(i));
    }
    out.append('}');
  }

  private static void map(StringBuilder out, MapType type, List<?> entries) {
    out.append('{');
    for (int i = 0; i < entries.size(); i++) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries.get(i);
      if (i > 0) {
        out.append(", ");
      }
      write(out, type.key().type(), entry.getKey());
      out.append('=');
      write(out, type.value().type(), entry.getValue());
    }
    out.append('}');
  }

  private static void scalar(StringBuilder out, String text) {
    if (!needsQuotes(text)) {
      out.append(text);
      return;
    }
    out.append('\'');
    escaped(out, text);
    out.append('\'');
  }

  private static boolean needsQuotes(String text) {
    if (text.isEmpty()
        || text.equalsIgnoreCase("null")
        || TextCursor.isSpace(text.charAt(0))
        || TextCursor.isSpace(text.charAt(text.length() - 1))) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      if (QUOTED.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static void escaped(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
  }
}
