package io.quacklake.format.file;

import org.jspecify.annotations.Nullable;

/**
 * What the catalog knows of one leaf column in one file. Every part may be null, which means
 * "unknown". Bounds are texts of the type that the column had when the file was written; they hold
 * no NULL and no NaN, and may be wider than the values.
 *
 * @param valueCount values that are not NULL, at leaf level
 * @param nullCount NULLs at leaf level
 */
public record ColumnStats(
    @Nullable Long sizeBytes,
    @Nullable Long valueCount,
    @Nullable Long nullCount,
    @Nullable String min,
    @Nullable String max,
    @Nullable Boolean containsNan,
    @Nullable String extraStats) {}
