package io.quacklake.transact.internal.draft;

import io.quacklake.format.AlreadyExistsException;
import io.quacklake.format.UnsupportedFeatureException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What columns, and fields inside of them, may be called. */
final class ColumnNames {
  /** Columns that data files have beside those of the table. */
  private static final Set<String> IN_FILES =
      Set.of("_ducklake_internal_row_id", "_ducklake_internal_snapshot_id");

  /** Columns that inlined tables have beside those of the table, in any version. */
  private static final Set<String> IN_INLINED_TABLES =
      Set.of(
          "row_id",
          "begin_snapshot",
          "end_snapshot",
          "_ducklake_row_id",
          "_ducklake_begin_snapshot",
          "_ducklake_end_snapshot");

  private ColumnNames() {}

  /** Refuses a name that is no name, or that files have for themselves. */
  static void check(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A column needs a name without NUL characters.");
    }
    if (IN_FILES.contains(name.toLowerCase(Locale.ROOT))) {
      throw new UnsupportedFeatureException(
          "column name " + name,
          "A column cannot be called " + name + ": data files have one of that name for row ids.");
    }
  }

  /** Refuses a top-level column for which small inserts would fail in the reference. */
  static void checkInlinable(String name) {
    if (IN_INLINED_TABLES.contains(name.toLowerCase(Locale.ROOT))) {
      throw new UnsupportedFeatureException(
          "column name " + name,
          "A column cannot be called "
              + name
              + " while small inserts are inlined, since inlined tables have one of that name. Use"
              + " another name, or set the option data_inlining_row_limit to 0.");
    }
  }

  /** Refuses a name that is among {@code taken}, whatever its case. */
  static void checkFree(String name, Collection<String> taken, String place) {
    for (String other : taken) {
      if (other.equalsIgnoreCase(name)) {
        throw new AlreadyExistsException(
            "column",
            other,
            "There is a column "
                + other
                + " in "
                + place
                + " already. Choose another name;"
                + " case alone does not tell names apart.");
      }
    }
  }

  /** Refuses names of which two are equal but for their case. */
  static void checkDistinct(List<String> names, String place) {
    for (int i = 0; i < names.size(); i++) {
      checkFree(names.get(i), names.subList(0, i), place);
    }
  }
}
