package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.commit.TableColumnStats;
import io.quacklake.format.FieldId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a column over a whole table, after rows came to it. The reference answers queries
 * with them, so a bound that is too narrow loses rows, and two NULL bounds mean that there is no
 * value yet. So what is not known for certain is left out: a column without statistics is safe.
 */
final class StatsMerger {
  /** Types whose texts are in one form and whose values always have bounds, but for NaN. */
  private static final Set<PrimitiveType> BOUNDED =
      EnumSet.complementOf(
          EnumSet.of(
              PrimitiveType.INT128, // files keep them as doubles, without bounds
              PrimitiveType.UINT128,
              PrimitiveType.TIME_NS,
              PrimitiveType.TIMETZ, // the same, and a NaN-like count of zero values
              PrimitiveType.INTERVAL,
              PrimitiveType.BLOB)); // of which two spellings are in use

  private static final Set<PrimitiveType> TEXTS =
      EnumSet.of(PrimitiveType.VARCHAR, PrimitiveType.JSON);

  private StatsMerger() {}

  /** Whether statistics of columns of that type are kept at all. */
  static boolean isKept(DataType type) {
    return type instanceof DecimalType
        || (type instanceof PrimitiveType primitive && BOUNDED.contains(primitive));
  }

  /** The statistics of a column that had no rows before. */
  static Optional<TableColumnStats> first(
      FieldId column, DataType type, List<Optional<ColumnStats>> added) {
    return merge(
        new TableColumnStats(column, false, isFloat(type) ? false : null, null, null, null),
        type,
        added,
        NullBounds.MEAN_NO_VALUE);
  }

  /**
   * The statistics of a column after more rows.
   *
   * @param before what the catalog has; bounds are texts of this type or of one it was widened from
   * @param added of each file, and of the inlined rows; an empty one is not known
   * @return empty if nothing certain is left to say
   */
  static Optional<TableColumnStats> more(
      TableColumnStats before, DataType type, List<Optional<ColumnStats>> added) {
    // Texts that the reference could not put into the catalog have left two NULLs too.
    boolean reliable = type instanceof DecimalType || !(TEXTS.contains(type) || isFloat(type));
    return merge(
        before, type, added, reliable ? NullBounds.MEAN_NO_VALUE : NullBounds.MEAN_NOTHING);
  }

  private static boolean isFloat(DataType type) {
    return type == PrimitiveType.FLOAT32 || type == PrimitiveType.FLOAT64;
  }

  /** What it means that both bounds are NULL. */
  private enum NullBounds {
    MEAN_NO_VALUE,
    MEAN_NOTHING
  }

  private static Optional<TableColumnStats> merge(
      TableColumnStats before,
      DataType type,
      List<Optional<ColumnStats>> added,
      NullBounds nullBounds) {
    if (!isKept(type)) {
      return Optional.empty();
    }
    Boolean containsNull = before.containsNull();
    Boolean containsNan = before.containsNan();
    Range range = null;
    if (before.min() != null || before.max() != null) {
      range = Range.of(type, before.min(), before.max());
      if (range == null) {
        return Optional.empty();
      }
    }
    boolean valuesUnseen = range == null && nullBounds == NullBounds.MEAN_NOTHING;
    for (Optional<ColumnStats> each : added) {
      if (each.isEmpty()) {
        return Optional.empty();
      }
      ColumnStats stats = each.get();
      containsNull = either(containsNull, stats.nullCount() == null ? null : stats.nullCount() > 0);
      if (isFloat(type)) {
        containsNan = either(containsNan, stats.containsNan());
      }
      if (stats.valueCount() != null && stats.valueCount() == 0) {
        continue;
      }
      if (valuesUnseen) {
        return Optional.empty();
      }
      Range next = Range.of(type, stats.min(), stats.max());
      range = next == null ? null : range == null ? next : range.plus(next, type);
      if (range == null) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new TableColumnStats(
            before.column(),
            containsNull,
            containsNan,
            range == null || range.min() == null ? null : print(type, range.min(), Side.MIN),
            range == null || range.max() == null ? null : print(type, range.max(), Side.MAX),
            before.extraStats()));
  }

  /** NULL is unknown: true with anything is true, false is only what is false on both sides. */
  private static @Nullable Boolean either(@Nullable Boolean one, @Nullable Boolean other) {
    if (Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other)) {
      return true;
    }
    return (one == null || other == null) ? null : Boolean.FALSE;
  }

  private enum Side {
    MIN,
    MAX
  }

  /** The text of a bound; one with a NUL character gives way to a wider one without. */
  private static String print(DataType type, Object bound, Side side) {
    String text = ValueCodec.print(type, bound);
    int nul = text.indexOf('\0');
    if (nul < 0) {
      return text;
    }
    return text.substring(0, nul) + (side == Side.MIN ? "" : "\u0001");
  }

  /**
   * Values lie between these; null is no bound.
   *
   * @param min in the Java form of the type
   */
  private record Range(@Nullable Object min, @Nullable Object max) {

    /** Null if nothing is known of either side. */
    static @Nullable Range of(DataType type, @Nullable String min, @Nullable String max) {
      try {
        Object low = min == null ? null : ValueCodec.parse(type, min);
        Object high = max == null ? null : ValueCodec.parse(type, max);
        if (isNan(low) || isNan(high)) {
          return null; // inlined rows leave it there, and it says nothing of the others
        }
        return low == null && high == null ? null : new Range(low, high);
      } catch (ValueFormatException ofAnotherType) {
        return null;
      }
    }

    private static boolean isNan(@Nullable Object value) {
      return (value instanceof Float single && single.isNaN())
          || (value instanceof Double number && number.isNaN());
    }

    @Nullable Range plus(Range other, DataType type) {
      Object low =
          min == null || other.min == null
              ? null
              : ValueOrder.compare(type, min, other.min) <= 0 ? min : other.min;
      Object high =
          max == null || other.max == null
              ? null
              : ValueOrder.compare(type, max, other.max) >= 0 ? max : other.max;
      return low == null && high == null ? null : new Range(low, high);
    }
  }
}
