package io.quacklake.catalog.commit;

import io.quacklake.format.FieldId;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code ducklake_table_column_stats}: what is known of a column over all rows that the
 * table ever had. Every part may be null, which means "unknown"; but both bounds null mean to the
 * reference that the column has had no value yet.
 */
public record TableColumnStats(
    FieldId column,
    @Nullable Boolean containsNull,
    @Nullable Boolean containsNan,
    @Nullable String min,
    @Nullable String max,
    @Nullable String extraStats) {}
