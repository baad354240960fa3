package io.quacklake.transact.internal.add;

import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.parquet.LeafStats;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.transact.internal.add.FileMatch.MatchedLeaf;
import io.quacklake.transact.internal.write.CatalogStats;
import io.quacklake.transact.internal.write.CatalogStats.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a file's footer says of a leaf over all row groups, as the catalog keeps it. */
final class FooterStats {
  private FooterStats() {}

  static ColumnStats of(MatchedLeaf leaf, List<RowGroup> groups) {
    DataType type = leaf.file().type();
    long size = 0;
    Long values = 0L;
    Long nulls = 0L;
    Object min = null;
    Object max = null;
    boolean bounded = true;
    boolean nan = false;
    for (RowGroup group : groups) {
      size += group.compressedSize(leaf.file());
      LeafStats stats = group.stats(leaf.file());
      values = sum(values, stats == null ? null : stats.valueCount());
      nulls = sum(nulls, stats == null ? null : stats.nullCount());
      if (stats == null) {
        bounded = group.rowCount() == 0 && bounded;
        nan = true;
        continue;
      }
      nan |= stats.mayHoldNan();
      boolean empty = stats.valueCount() != null && stats.valueCount() == 0;
      if (!empty) {
        bounded &= stats.min() != null && stats.max() != null;
        min = extreme(type, min, stats.min(), -1);
        max = extreme(type, max, stats.max(), 1);
      }
    }
    boolean real = type == PrimitiveType.FLOAT32 || type == PrimitiveType.FLOAT64;
    return new ColumnStats(
        size,
        values,
        nulls,
        bounded ? bound(leaf, min, Side.LOWER) : null,
        bounded ? bound(leaf, max, Side.UPPER) : null,
        (real && !nan) ? Boolean.FALSE : null,
        null);
  }

  private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? null : a + b;
  }

  private static @Nullable Object extreme(
      DataType type, @Nullable Object a, @Nullable Object b, int sign) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return ValueOrder.compare(type, a, b) * sign >= 0 ? a : b;
  }

  /** The text as one of the column's type, if it can be told. */
  private static @Nullable String bound(MatchedLeaf leaf, @Nullable Object value, Side side) {
    DataType from = leaf.file().type();
    DataType to = leaf.field().type();
    String text = CatalogStats.bound(from, value, side);
    if (text == null || from.equals(to)) {
      return text;
    }
    try {
      return CatalogStats.bound(to, ValueCodec.parse(to, text), side);
    } catch (RuntimeException noSuchText) {
      return null;
    }
  }
}
