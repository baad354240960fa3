package io.quacklake.format.file;

/**
 * Sums over the files of a table that a snapshot sees.
 *
 * @param records rows in the data files, deleted ones included
 * @param newerFiles data files with rows that are, or may be, newer than the snapshot
 */
public record FileTotals(
    long dataFiles,
    long records,
    long dataBytes,
    long newerFiles,
    long deleteFiles,
    long deleteBytes) {}
