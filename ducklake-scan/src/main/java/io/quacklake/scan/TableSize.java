package io.quacklake.scan;

import org.jspecify.annotations.Nullable;

/**
 * How large a table is at a snapshot, by the catalog's rows for its files.
 *
 * @param rows rows that a scan has; null where only a scan can tell, see {@link TableScan#count}
 * @param records rows in data files and in the catalog, deleted ones included
 * @param bytes size of the data files
 * @param inlinedRows rows that lie in the catalog
 * @param inlinedDeletes positions in data files that rows of the catalog delete
 */
public record TableSize(
    @Nullable Long rows,
    long records,
    long dataFiles,
    long bytes,
    long deleteFiles,
    long deleteBytes,
    long inlinedRows,
    long inlinedDeletes) {}
