package io.quacklake.transact.internal.add;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the directories of a file say, such as {@code day=2026-01-01/}. */
record PathValues(List<Value> values) {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  PathValues {
    values = List.copyOf(values);
  }

  /**
   * A {@code name=value} directory.
   *
   * @param text null for NULL
   */
  record Value(String name, @Nullable String text) {}

  static PathValues of(String location) {
    List<Value> values = new ArrayList<>();
    String[] segments = location.split("/", -1);
    for (int i = 0; i < segments.length - 1; i++) {
      int equals = segments[i].indexOf('=');
      if (equals > 0) {
        String text = segments[i].substring(equals + 1);
        values.add(
            new Value(
                decoded(segments[i].substring(0, equals)),
                text.equals(NULL) ? null : decoded(text)));
      }
    }
    return new PathValues(values);
  }

  /** The value of that name, in any case; the last one counts. */
  Optional<Value> named(String name) {
    Value found = null;
    for (Value value : values) {
      found = value.name().equalsIgnoreCase(name) ? value : found;
    }
    return Optional.ofNullable(found);
  }

  /** Percent escapes only: a plus sign is a plus sign. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return text;
    }
  }
}
