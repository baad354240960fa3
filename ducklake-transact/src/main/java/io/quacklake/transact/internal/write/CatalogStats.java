package io.quacklake.transact.internal.write;

import io.quacklake.format.FieldId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.VariantType;
import io.quacklake.transact.internal.parquet.columns.LeafStats;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics in the texts of the catalog; their bounds are true ones. */
public final class CatalogStats {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private CatalogStats() {}

  /** Those of a written file, by leaf column; columns of the lake's own are left out. */
  static Map<FieldId, ColumnStats> of(List<LeafStats> leaves) {
    Map<FieldId, ColumnStats> stats = new HashMap<>();
    for (LeafStats leaf : leaves) {
      if (leaf.id().value() < InternalColumns.FIRST_ID) {
        stats.merge(leaf.id(), of(leaf), CatalogStats::bothParts);
      }
    }
    return stats;
  }

  private static ColumnStats of(LeafStats leaf) {
    return new ColumnStats(
        leaf.compressedBytes(),
        leaf.values(),
        leaf.nulls(),
        bound(leaf.type(), leaf.min(), Side.LOWER),
        bound(leaf.type(), leaf.max(), Side.UPPER),
        leaf.containsNan(),
        null);
  }

  /** The two leaves of a variant: how many values are NULL, only an engine could tell. */
  private static ColumnStats bothParts(ColumnStats a, ColumnStats b) {
    long size = orZero(a.sizeBytes()) + orZero(b.sizeBytes());
    return new ColumnStats(size, null, null, null, null, null, null);
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** Which bound a value is. */
  public enum Side {
    LOWER,
    UPPER
  }

  /**
   * The text of a bound; null if it has none that every catalog can keep. A text with a NUL is
   * shortened, so that it still bounds.
   */
  public static @Nullable String bound(DataType type, @Nullable Object value, Side side) {
    if (value == null || type instanceof VariantType) {
      return null;
    }
    if (type == PrimitiveType.BOOLEAN) {
      return (Boolean) value ? "1" : "0";
    }
    if (type == PrimitiveType.BLOB) {
      return HEX.formatHex((byte[]) value);
    }
    if (type == PrimitiveType.VARCHAR || type == PrimitiveType.JSON) {
      return TextBounds.of((String) value, side);
    }
    return ValueCodec.print(type, value);
  }
}
