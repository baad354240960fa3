package io.quacklake.format.file;

import io.quacklake.format.FieldId;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog has noted of all values that one column ever got. It is kept for the latest
 * snapshot only and is no truth about the rows: deletes do not take anything back, writers have
 * been seen to leave values out, and null means "unknown" everywhere, never "none". Look at the
 * rows before you rely on it.
 *
 * @param containsNull whether there was a NULL
 * @param containsNan whether there was a NaN, for floating point types
 * @param min text of a value that is not above the least one
 * @param max text of a value that is not below the greatest one
 * @param extraStats more of it as JSON, for geometries and variants
 */
public record ColumnSummary(
    FieldId column,
    @Nullable Boolean containsNull,
    @Nullable Boolean containsNan,
    @Nullable String min,
    @Nullable String max,
    @Nullable String extraStats) {
  /** Nothing is known of the column. */
  public static ColumnSummary unknown(FieldId column) {
    return new ColumnSummary(column, null, null, null, null, null);
  }
}
