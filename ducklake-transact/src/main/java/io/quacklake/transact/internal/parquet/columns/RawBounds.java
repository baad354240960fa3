package io.quacklake.transact.internal.parquet.columns;

import org.jspecify.annotations.Nullable;

/**
 * Bounds as Java objects.
 *
 * @param nan null for types that have none
 */
record RawBounds(
    @Nullable Object min,
    boolean minExact,
    @Nullable Object max,
    boolean maxExact,
    @Nullable Boolean nan) {}
