package io.quacklake.format.internal.prune;

import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a field's values. Null parts are unknown.
 *
 * @param min not greater than any value that is neither NULL nor NaN
 * @param max not less than any such value
 * @param nullCount NULLs, those below a NULL parent included
 * @param valueCount values that are not NULL
 */
public record ValueRange(
    @Nullable Object min,
    @Nullable Object max,
    @Nullable Long nullCount,
    @Nullable Long valueCount,
    Nan nan) {
  public static final ValueRange UNKNOWN = new ValueRange(null, null, null, null, Nan.POSSIBLE);

  /** Whether NaN, which bounds leave out, may be among the values. */
  public enum Nan {
    ABSENT,
    POSSIBLE
  }

  /**
   * Reads what the catalog says of a column in one file. The texts may be those of an older,
   * narrower type of the column; a text that is no value of the type is unknown.
   */
  public static ValueRange of(DataType type, @Nullable ColumnStats stats) {
    if (stats == null || !isCounted(type)) {
      return UNKNOWN;
    }
    Nan nan =
        isFloating(type) && !Boolean.FALSE.equals(stats.containsNan()) ? Nan.POSSIBLE : Nan.ABSENT;
    Object min = null;
    Object max = null;
    if (isBounded(type)) {
      min = bound(type, stats.min(), Side.MIN);
      max = bound(type, stats.max(), Side.MAX);
    }
    if (min != null && max != null && ValueOrder.compare(type, min, max) > 0) {
      min = null;
      max = null;
    }
    Long nulls = stats.nullCount();
    Long values = stats.valueCount();
    // Zero of both is what the reference writes for columns that it does not count, and such a
    // column may since have become one of another type.
    boolean counted = nulls != null && values != null && nulls + values > 0;
    return new ValueRange(min, max, counted ? nulls : null, counted ? values : null, nan);
  }

  /** All rows have this value: a partition key. Null if the text tells no exact value. */
  static @Nullable ValueRange ofKey(DataType type, String text) {
    if (!isBounded(type)) {
      return null;
    }
    if (isFloating(type) && text.equalsIgnoreCase("nan")) {
      return new ValueRange(null, null, 0L, null, Nan.POSSIBLE);
    }
    Object min = bound(type, text, Side.MIN);
    Object max = bound(type, text, Side.MAX);
    return min == null || max == null ? null : new ValueRange(min, max, 0L, null, Nan.ABSENT);
  }

  boolean isAllNull() {
    return valueCount != null && valueCount == 0;
  }

  private enum Side {
    MIN,
    MAX
  }

  private static boolean isFloating(DataType type) {
    return type == PrimitiveType.FLOAT32 || type == PrimitiveType.FLOAT64;
  }

  /** The reference writes counts of zero for the others, or none. */
  private static boolean isCounted(DataType type) {
    return type instanceof DecimalType
        || (type instanceof PrimitiveType
            && type != PrimitiveType.TIMETZ
            && type != PrimitiveType.INTERVAL);
  }

  /**
   * 128-bit integers are stored as doubles and read back changed, blobs are written in two
   * spellings, and a JSON column may have been of any other type, whose texts sort otherwise.
   */
  private static boolean isBounded(DataType type) {
    if (!(type instanceof PrimitiveType primitive)) {
      return type instanceof DecimalType;
    }
    return switch (primitive) {
      case INT128, UINT128, TIMETZ, INTERVAL, BLOB, JSON -> false;
      default -> true;
    };
  }

  private static @Nullable Object bound(DataType type, @Nullable String text, Side side) {
    if (text == null) {
      return null;
    }
    try {
      Object value = ValueCodec.parse(type, text);
      if (value instanceof Float number) {
        return number.isNaN() ? null : widened(number, side);
      }
      if (value instanceof Double number) {
        return number.isNaN() ? null : widened(number, text, side);
      }
      return value;
    } catch (ValueFormatException ofAnOlderType) {
      return null;
    }
  }

  /** One step, since a decimal column's values may be cast with a last digit that differs. */
  private static Float widened(float value, Side side) {
    return side == Side.MIN ? Math.nextDown(value) : Math.nextUp(value);
  }

  /**
   * The text may be that of a float column since widened: 0.1 then stands for 0.10000000149. So the
   * bound covers that value too.
   */
  private static Double widened(double value, String text, Side side) {
    float narrow = (Float) ValueCodec.parse(PrimitiveType.FLOAT32, text);
    double other = Float.isInfinite(narrow) ? value : narrow;
    return side == Side.MIN
        ? Math.nextDown(Math.min(value, other))
        : Math.nextUp(Math.max(value, other));
  }
}
