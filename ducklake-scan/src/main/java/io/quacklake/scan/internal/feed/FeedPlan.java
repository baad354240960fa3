package io.quacklake.scan.internal.feed;

import io.quacklake.format.file.InlinedTable;
import io.quacklake.scan.internal.plan.BoundScan;
import java.util.List;

/**
 * What a feed has to read.
 *
 * @param scan columns and filter as of the last snapshot
 * @param files in the order of their ids
 * @param begun catalog tables with the number of rows that the range wrote
 * @param ended catalog tables with the number of rows that the range deleted
 */
public record FeedPlan(
    BoundScan scan,
    FeedRange range,
    List<ChangedFile> files,
    List<InlinedTable> begun,
    List<InlinedTable> ended) {
  public FeedPlan {
    files = List.copyOf(files);
    begun = List.copyOf(begun);
    ended = List.copyOf(ended);
  }
}
