package io.quacklake.format;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of a table or view: {@code events} (in schema {@code main}), {@code analytics.events}
 * or, quoted as in SQL, {@code "odd name"."t"}. Names are matched without regard to case.
 */
public record TableRef(String schema, String name) {
  public static final String DEFAULT_SCHEMA = "main";

  public static TableRef of(String schema, String name) {
    return new TableRef(schema, name);
  }

  /**
   * Reads a name with SQL's quoting.
   *
   * @throws IllegalArgumentException if the text is not one or two names
   */
  public static TableRef parse(String text) {
    List<String> parts = split(text);
    return switch (parts.size()) {
      case 1 -> new TableRef(DEFAULT_SCHEMA, parts.get(0));
      case 2 -> new TableRef(parts.get(0), parts.get(1));
      default ->
          throw new IllegalArgumentException(
              "A table name has one or two parts, as in schema.table; got " + text);
    };
  }

  /**
   * Splits a dotted name; double quotes protect dots, and two of them inside quotes stand for one.
   */
  public static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int position = 0;
    while (true) {
      StringBuilder part = new StringBuilder();
      boolean quoted = position < text.length() && text.charAt(position) == '"';
      if (quoted) {
        position = readQuoted(text, position, part);
      } else {
        while (position < text.length() && text.charAt(position) != '.') {
          part.append(text.charAt(position++));
        }
      }
      if (part.isEmpty()) {
        throw new IllegalArgumentException("Empty name in " + text);
      }
      parts.add(part.toString());
      if (position == text.length()) {
        return parts;
      }
      if (text.charAt(position) != '.') {
        throw new IllegalArgumentException(
            "Expected a dot at position " + (position + 1) + " of " + text);
      }
      position++;
    }
  }

  private static int readQuoted(String text, int start, StringBuilder into) {
    int position = start + 1;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c != '"') {
        into.append(c);
        position++;
      } else if (position + 1 < text.length() && text.charAt(position + 1) == '"') {
        into.append('"');
        position += 2;
      } else {
        return position + 1;
      }
    }
    throw new IllegalArgumentException("Unclosed quote in " + text);
  }

  /** The name with quotes where SQL needs them. */
  @Override
  public String toString() {
    return quote(schema) + "." + quote(name);
  }

  /** A name with quotes if it is not a plain one. */
  public static String quote(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
