package io.quacklake.catalog;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code word=value word='a value'} with libpq's rules: a backslash protects the next
 * character. DuckDB reads addresses of MySQL in the same way; its {@code db}, {@code database} and
 * {@code passwd} are given the names of the others.
 */
final class ConnectionWords {
  private static final Map<String, String> SYNONYMS =
      Map.of("db", "dbname", "database", "dbname", "passwd", "password", "username", "user");

  private final String text;
  private int position;

  private ConnectionWords(String text) {
    this.text = text;
  }

  static Map<String, String> parse(String text) {
    return new ConnectionWords(text).words();
  }

  private Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    skipSpace();
    while (position < text.length()) {
      String word = word();
      skipSpace();
      if (word.isEmpty() || position == text.length() || text.charAt(position) != '=') {
        // The text is not shown: it may hold a password.
        throw new IllegalArgumentException(
            "A catalog address on a server is made of word=value, separated by blanks, as in"
                + " dbname=lake host=db user=u; a value with blanks is quoted: 'a b'. Expected"
                + " this at character "
                + (position + 1)
                + ".");
      }
      position++;
      skipSpace();
      String name = word.toLowerCase(Locale.ROOT);
      words.put(SYNONYMS.getOrDefault(name, name), value());
      skipSpace();
    }
    return words;
  }

  private String word() {
    int start = position;
    while (position < text.length()
        && text.charAt(position) != '='
        && !Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private String value() {
    boolean quoted = position < text.length() && text.charAt(position) == '\'';
    if (quoted) {
      position++;
    }
    StringBuilder value = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position);
      if (quoted ? c == '\'' : Character.isWhitespace(c)) {
        break;
      }
      if (c == '\\' && position + 1 < text.length()) {
        c = text.charAt(++position);
      }
      value.append(c);
      position++;
    }
    if (quoted && position++ == text.length()) {
      throw new IllegalArgumentException("A quote is not closed in the catalog address.");
    }
    return value.toString();
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }
}
