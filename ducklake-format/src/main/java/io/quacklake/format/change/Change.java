package io.quacklake.format.change;

import io.quacklake.format.CorruptLakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One entry of what a commit did.
 *
 * @param kind {@link ChangeKind#UNKNOWN} for a word of a later version
 * @param value behind the colon, as it is written: an id, or quoted names ({@code "s"."t"})
 * @param text the whole entry as it is written
 */
public record Change(ChangeKind kind, String value, String text) {

  /**
   * Reads the catalog's {@code changes_made}: {@code inserted_into_table:1,created_table:"s"."t"}.
   * Words that are not known are kept; only text that has not the form of entries is refused.
   *
   * @param changes null and empty for a commit that changed nothing
   */
  public static List<Change> parse(@Nullable String changes) {
    List<Change> result = new ArrayList<>();
    if (changes == null || changes.isBlank()) {
      return result;
    }
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i <= changes.length(); i++) {
      if (i < changes.length() && changes.charAt(i) == '"') {
        quoted = !quoted; // a doubled quote is out and in again
      } else if (i == changes.length() || (changes.charAt(i) == ',' && !quoted)) {
        result.add(entry(changes.substring(start, i).trim(), changes));
        start = i + 1;
      }
    }
    if (quoted) {
      throw malformed(changes);
    }
    return result;
  }

  private static Change entry(String text, String changes) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw malformed(changes);
    }
    return new Change(
        ChangeKind.of(text.substring(0, colon).trim()), text.substring(colon + 1).trim(), text);
  }

  private static CorruptLakeException malformed(String changes) {
    return new CorruptLakeException(
        "Cannot read the changes of a snapshot, which should be kind:value entries with commas"
            + " between them: "
            + changes);
  }

  /** The id of what was changed, where the entry names it by id. */
  public OptionalLong id() {
    return value.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }

  /** The names of what was made, schema first, where the entry has names; empty for an id. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (!value.startsWith("\"")) {
      return names;
    }
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '"') {
        if (quoted) {
          name.append(c);
        } else if (c == '.') {
          names.add(name.toString());
          name.setLength(0);
        }
      } else if (quoted && i + 1 < value.length() && value.charAt(i + 1) == '"') {
        name.append(c);
        i++;
      } else {
        quoted = !quoted;
      }
    }
    names.add(name.toString());
    return names;
  }

  @Override
  public String toString() {
    return text;
  }
}
