package io.quacklake.format.predicate;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.TableRef;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name of a column, or of a field inside a struct column: {@code amount}, {@code address.city},
 * {@code "odd.name"}. Names are matched without regard to case when the predicate is bound.
 */
public record ColumnPath(List<String> names) {
  private static final Set<String> RESERVED =
      Set.of("AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "ILIKE", "BETWEEN", "TRUE", "FALSE");

  public ColumnPath {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new InvalidPredicateException("A column needs a name.");
    }
  }

  /**
   * Reads a dotted name with SQL's quoting.
   *
   * @throws InvalidPredicateException if the text is not one
   */
  public static ColumnPath parse(String text) {
    try {
      return new ColumnPath(TableRef.split(text));
    } catch (IllegalArgumentException notAName) {
      throw new InvalidPredicateException(
          "'" + text + "' is not the name of a column: " + notAName.getMessage(), notAName);
    }
  }

  static boolean isReserved(String word) {
    return RESERVED.contains(word.toUpperCase(Locale.ROOT));
  }

  /** The name as SQL writes it. */
  @Override
  public String toString() {
    return names.stream()
        .map(name -> isReserved(name) ? '"' + name + '"' : TableRef.quote(name))
        .collect(Collectors.joining("."));
  }
}
