package io.quacklake.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A schema, table, view, column or snapshot that is not there. */
public final class NotFoundException extends DuckLakeException {
  private final String kind;
  private final String name;

  public NotFoundException(String kind, String name, String message) {
    super(message, null);
    this.kind = kind;
    this.name = name;
  }

  /**
   * Says that {@code name} is missing from {@code place} and suggests the nearest of {@code known}.
   */
  public static NotFoundException withSuggestions(
      String kind, String name, String place, Collection<String> known) {
    List<String> near = nearest(name, known);
    String hint = near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
    return new NotFoundException(
        kind, name, "There is no " + kind + " " + name + " in " + place + "." + hint);
  }

  /** What was looked for: {@code "table"}, {@code "column"} and so on. */
  public String kind() {
    return kind;
  }

  /** The name or number that was looked for. */
  public String name() {
    return name;
  }

  /**
   * At most three of {@code known} that differ from {@code name} by a few letters, nearest first.
   */
  public static List<String> nearest(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int limit = Math.max(2, wanted.length() / 3);
    record Near(String name, int distance) {}
    return known.stream()
        .map(each -> new Near(each, distance(wanted, each.toLowerCase(Locale.ROOT))))
        .filter(each -> each.distance() <= limit)
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(3)
        .map(Near::name)
        .toList();
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(same, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
