package io.quacklake.scan.internal.parquet;

import org.jspecify.annotations.Nullable;

/**
 * What a file says of the values of a leaf in a row group or page. Bounds are raw values of the
 * leaf's own type; a bound is null where there is none that can be trusted.
 *
 * @param valueCount values that are not NULL, if known
 * @param nullCount entries without a value (those of empty lists included), if known
 * @param min no value is less, NaN aside; text and bytes compare as unsigned bytes, UUIDs too (not
 *     as {@link java.util.UUID#compareTo})
 * @param max no value is greater, NaN aside
 * @param minExact whether {@code min} is surely a value, not only a bound (a shortened text)
 * @param maxExact whether {@code max} is surely a value, not only a bound
 * @param mayHoldNan whether there may be NaN, which lies outside the bounds
 */
public record LeafStats(
    @Nullable Long valueCount,
    @Nullable Long nullCount,
    @Nullable Object min,
    @Nullable Object max,
    boolean minExact,
    boolean maxExact,
    boolean mayHoldNan) {}
