package io.quacklake.transact.internal.parquet;

import io.quacklake.transact.internal.parquet.columns.LeafStats;
import java.util.List;

/**
 * A finished file.
 *
 * @param footerSize the footer's Thrift length, without the eight bytes after it
 * @param columns one entry a leaf, in the file's order
 */
public record WrittenFile(
    long recordCount, long fileSizeBytes, long footerSize, int rowGroups, List<LeafStats> columns) {
  public WrittenFile {
    columns = List.copyOf(columns);
  }
}
