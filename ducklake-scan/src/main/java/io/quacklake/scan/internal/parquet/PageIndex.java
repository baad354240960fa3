package io.quacklake.scan.internal.parquet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of a column chunk, in order: which rows they hold, and their statistics. */
public record PageIndex(List<Page> pages) {
  public PageIndex {
    pages = List.copyOf(pages);
  }

  /**
   * One data page.
   *
   * @param firstRow its first row within the row group
   * @param rowCount its rows
   * @param stats null if the file has none for pages
   */
  public record Page(long firstRow, long rowCount, @Nullable LeafStats stats) {}
}
