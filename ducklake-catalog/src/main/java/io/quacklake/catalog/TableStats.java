package io.quacklake.catalog;

/**
 * Counters of a table, never lowered by deletes; the true number of rows takes a scan.
 *
 * @param recordCount an upper estimate of the rows
 * @param nextRowId the row id that the next inserted row gets
 */
public record TableStats(long recordCount, long nextRowId, long fileSizeBytes) {}
