package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.format.FieldId;
import io.quacklake.format.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds of one leaf column, as the catalog wants to know it. Bounds are raw values of
 * the column's type; they leave NaN out, and a long text's are shortened (the lower cut off, the
 * upper cut off and raised).
 *
 * @param values values that are not NULL
 * @param nulls entries without a value: NULLs, and NULL or empty containers above
 * @param min null when unknown: no values, or a type without bounds
 * @param containsNan null for types other than float32 and float64
 * @param compressedBytes pages with their headers
 */
public record LeafStats(
    FieldId id,
    List<String> path,
    DataType type,
    long values,
    long nulls,
    @Nullable Object min,
    boolean minExact,
    @Nullable Object max,
    boolean maxExact,
    @Nullable Boolean containsNan,
    long compressedBytes) {
  public LeafStats {
    path = List.copyOf(path);
  }
}
