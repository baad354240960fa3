package io.quacklake.scan;

/**
 * How much a plan reads and what it leaves out.
 *
 * @param files data files to read
 * @param bytes their size
 * @param records rows in them and in the catalog, before deletes and filters
 * @param inlinedRows rows that lie in the catalog
 * @param deleteFiles delete files to read
 * @param inlinedDeletes positions that the catalog itself says are deleted
 * @param prunedByPartition data files left out because of their partition values
 * @param prunedByStatistics data files left out because of their column statistics
 */
public record ScanReport(
    long files,
    long bytes,
    long records,
    long inlinedRows,
    long deleteFiles,
    long inlinedDeletes,
    long prunedByPartition,
    long prunedByStatistics) {

  /** Data files of the table at the snapshot. */
  public long totalFiles() {
    return files + prunedByPartition + prunedByStatistics;
  }
}
