package io.quacklake.catalog.dialect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The words of a server's address, with what is said where they say nothing.
 *
 * @param server its name, for messages
 */
record ServerAddress(String server, Map<String, String> words) {
  /** A word; else an environment variable; else {@code otherwise}. */
  String word(String word, String variable, String otherwise) {
    String given = words.get(word);
    @Nullable String set = given == null ? System.getenv(variable) : given;
    return set == null ? otherwise : set;
  }

  /** The JDBC URL of a database on one host, which is a name or an address. */
  String url(String scheme, String host, String port, String database) {
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "The port of a %s server is a number: %s".formatted(server, port));
    }
    return "jdbc:%s://%s:%s/%s"
        .formatted(
            scheme,
            host.contains(":") ? "[" + host + "]" : host,
            port,
            URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /**
   * The driver's properties for the words.
   *
   * @param property of a word; null if it is none
   * @param place words that are no properties
   * @throws IllegalArgumentException if there are other words
   */
  Map<String, String> properties(Function<String, @Nullable String> property, Set<String> place) {
    Map<String, String> properties = new HashMap<>();
    TreeSet<String> unknown = new TreeSet<>();
    words.forEach(
        (word, value) -> {
          String name = property.apply(word);
          if (name != null) {
            properties.put(name, value);
          } else if (!place.contains(word)) {
            unknown.add(word);
          }
        });
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Words of the %s address that are not known: %s".formatted(server, unknown));
    }
    return properties;
  }
}
