package io.quacklake.scan.internal.columns;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.prune.ValueRange;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.parquet.LeafStats;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A file's own statistics as ranges of the column's current type. */
public final class FileRanges {
  private FileRanges() {}

  /**
   * The range of a leaf of type {@code from} in the file; unknown where the cast does not keep the
   * order.
   */
  public static ValueRange of(DataType to, DataType from, @Nullable LeafStats stats) {
    if (stats == null || !hasBounds(to)) {
      return ValueRange.UNKNOWN;
    }
    boolean same = from.equals(to) || Promotion.sameBits(from, to);
    if (!same && !keepsOrder(from, to)) {
      return ValueRange.UNKNOWN;
    }
    try {
      Function<Object, Object> cast = Promotion.between(from, to);
      return new ValueRange(
          stats.min() == null ? null : cast.apply(stats.min()),
          stats.max() == null ? null : cast.apply(stats.max()),
          stats.nullCount(),
          stats.valueCount(),
          stats.mayHoldNan() ? ValueRange.Nan.POSSIBLE : ValueRange.Nan.ABSENT);
    } catch (CorruptLakeException | UnsupportedFeatureException noSuchValue) {
      return ValueRange.UNKNOWN;
    }
  }

  /** The range of a column that has the same value in every row. */
  public static ValueRange ofConstant(Field leaf, @Nullable Object value) {
    if (value == null || !hasBounds(leaf.type())) {
      return ValueRange.UNKNOWN;
    }
    return new ValueRange(value, value, null, null, ValueRange.Nan.POSSIBLE);
  }

  private static boolean hasBounds(DataType type) {
    if (type instanceof DecimalType) {
      return true;
    }
    return type instanceof PrimitiveType primitive
        && switch (primitive) {
          case INT128, UINT128, INTERVAL, TIMETZ, BLOB -> false;
          default -> true;
        };
  }

  private static boolean keepsOrder(DataType from, DataType to) {
    return to != PrimitiveType.JSON && !from.isNested();
  }
}
