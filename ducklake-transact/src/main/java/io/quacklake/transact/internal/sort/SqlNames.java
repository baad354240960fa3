package io.quacklake.transact.internal.sort;

import java.util.Set;

/** Names as SQL has them. */
public final class SqlNames {
  /** Names that SQL does not take for columns without quotes. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric both case cast check collate"
                  + " column constraint create default deferrable desc describe distinct do else"
                  + " end except false fetch for foreign from group having in initially intersect"
                  + " into lambda lateral leading limit not null offset on only or order pivot"
                  + " placing primary qualify references returning select show some summarize"
                  + " symmetric table then to trailing true union unique unpivot using variadic"
                  + " when where window with")
              .split(" "));

  private SqlNames() {}

  /** A column as DuckDB writes it. */
  public static String quoted(String column) {
    boolean plain = column.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(column);
    return plain ? column : '"' + column.replace("\"", "\"\"") + '"';
  }
}
