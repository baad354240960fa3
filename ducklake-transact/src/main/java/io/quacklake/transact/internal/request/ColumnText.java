package io.quacklake.transact.internal.request;

import java.util.regex.Pattern;

/** How SQL writes a column. */
public final class ColumnText {
  /** Name, type, and NOT NULL and DEFAULT in either order. */
  public static final Pattern COLUMN =
      Pattern.compile(
          "\\s*(?:\"(?<quoted>(?:[^\"]|\"\")+)\"|(?<name>[^\\s\"]+))\\s+(?<type>\\S.*?)"
              + "(?<before>\\s+NOT\\s+NULL)?"
              + "(?:\\s+DEFAULT\\s+(?:'(?<literal>(?:[^']|'')*)'|(?<value>\\S+)))?"
              + "(?<after>\\s+NOT\\s+NULL)?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private ColumnText() {}
}
