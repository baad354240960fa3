package io.quacklake.transact.internal.rows;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names, found without regard to case. */
public final class ColumnNames {
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param place what has these names, for the message that two of them are alike
   */
  public ColumnNames(List<String> names, String place) {
    for (int i = 0; i < names.size(); i++) {
      Integer before = places.putIfAbsent(key(names.get(i)), i);
      if (before != null) {
        throw new IllegalArgumentException(
            "Two fields come in for "
                + place
                + " under names that are alike but for case: "
                + names.get(before)
                + " and "
                + names.get(i)
                + ".");
      }
    }
  }

  /** The place of a name, -1 if there is none. */
  public int indexOf(String name) {
    return places.getOrDefault(key(name), -1);
  }

  /** The first name that is not among the known ones. */
  static String firstUnknown(List<String> names, List<String> known) {
    List<String> keys = known.stream().map(ColumnNames::key).toList();
    return names.stream().filter(name -> !keys.contains(key(name))).findFirst().orElseThrow();
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
