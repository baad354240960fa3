package io.quacklake.scan.internal.parquet;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.parquet.schema.Leaf;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.parquet.values.Halves;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Turns a file's statistics into raw values, as far as they can be trusted. */
final class StatisticsReader {
  private final ParquetFooter footer;
  private final Leaf leaf;
  private final @Nullable DataType type;

  StatisticsReader(ParquetFooter footer, ParquetField field) {
    this.footer = footer;
    this.leaf = field.leaf();
    this.type = leaf.maybe();
  }

  LeafStats read(Statistics statistics, long entries) {
    Long nulls =
        statistics.isSetNull_count()
                && statistics.getNull_count() >= 0
                && statistics.getNull_count() <= entries
            ? (Long) statistics.getNull_count()
            : null;
    byte[] min = null;
    byte[] max = null;
    boolean current = statistics.isSetMin_value() || statistics.isSetMax_value();
    if (current && isOrderDefined()) {
      min = statistics.getMin_value();
      max = statistics.getMax_value();
    } else if (!current && wasAlwaysOrdered()) {
      min = statistics.getMin();
      max = statistics.getMax();
    }
    Object low = lower(min);
    Object high = upper(max);
    boolean strings = leaf.physical() == Type.BYTE_ARRAY;
    return new LeafStats(
        nulls == null ? null : entries - nulls,
        nulls,
        low,
        high,
        low != null
            && exact(
                strings, statistics.isSetIs_min_value_exact(), statistics.isIs_min_value_exact()),
        high != null
            && exact(
                strings, statistics.isSetIs_max_value_exact(), statistics.isIs_max_value_exact()),
        mayHoldNan(statistics));
  }

  /** Bounds of a page, from the column index, where they may be shortened. */
  LeafStats read(byte[] min, byte[] max, @Nullable Long nulls) {
    boolean ordered = isOrderDefined();
    Object low = ordered ? lower(min) : null;
    Object high = ordered ? upper(max) : null;
    return new LeafStats(null, nulls, low, high, false, false, isFloat());
  }

  boolean isFloat() {
    return type == PrimitiveType.FLOAT32 || type == PrimitiveType.FLOAT64;
  }

  private boolean mayHoldNan(Statistics statistics) {
    return isFloat() && !(statistics.isSetNan_count() && statistics.getNan_count() == 0);
  }

  private static boolean exact(boolean strings, boolean said, boolean exact) {
    return said ? exact : !strings;
  }

  /**
   * Whether the bounds follow the type's order. The reference's writer does so without saying it.
   */
  private boolean isOrderDefined() {
    if (leaf.physical() == Type.INT96 || type == PrimitiveType.INTERVAL) {
      return false;
    }
    List<ColumnOrder> orders = footer.metadata().getColumn_orders();
    if (orders != null && leaf.index() < orders.size()) {
      return orders.get(leaf.index()).isSetTYPE_ORDER();
    }
    String writer = footer.createdBy();
    return orders == null && writer != null && writer.startsWith("DuckDB");
  }

  /** Whether the deprecated bounds, which compare as signed, follow the type's order as well. */
  private boolean wasAlwaysOrdered() {
    return switch (leaf.physical()) {
      case BOOLEAN, FLOAT, DOUBLE -> true;
      case INT32, INT64 ->
          type != PrimitiveType.UINT8
              && type != PrimitiveType.UINT16
              && type != PrimitiveType.UINT32
              && type != PrimitiveType.UINT64;
      default -> false;
    };
  }

  private @Nullable Object lower(byte @Nullable [] bytes) {
    Object value = value(bytes);
    if (value instanceof Float f && f == 0) {
      return -0f; // 0.0 as a bound says nothing of the sign
    }
    return value instanceof Double d && d == 0 ? (Object) (-0d) : value;
  }

  private @Nullable Object upper(byte @Nullable [] bytes) {
    Object value = value(bytes);
    if (value instanceof Float f && f == 0) {
      return 0f;
    }
    return value instanceof Double d && d == 0 ? (Object) 0d : value;
  }

  private @Nullable Object value(byte @Nullable [] bytes) {
    DataType known = type;
    if (bytes == null || known == null || known instanceof GeometryType) {
      return null;
    }
    int width =
        switch (leaf.physical()) {
          case BOOLEAN -> 1;
          case INT32, FLOAT -> 4;
          case INT64, DOUBLE -> 8;
          case FIXED_LEN_BYTE_ARRAY -> leaf.length();
          case INT96 -> 12;
          case BYTE_ARRAY -> bytes.length;
        };
    if (bytes.length != width) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return switch (leaf.physical()) {
      case BOOLEAN -> bytes[0] != 0;
      case INT32 -> integer(known, in.getInt());
      case INT64 -> integer(known, in.getLong());
      case FLOAT -> Float.isNaN(in.getFloat(0)) ? null : (Object) in.getFloat(0);
      case DOUBLE -> Double.isNaN(in.getDouble(0)) ? null : (Object) in.getDouble(0);
      case INT96 -> null;
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes(known, bytes, in);
    };
  }

  private @Nullable Object integer(DataType known, long stored) {
    if (known instanceof DecimalType decimal) {
      return BigDecimal.valueOf(stored, decimal.scale());
    }
    if (leaf.scaling() == Leaf.Scaling.MILLIS_TO_MICROS) {
      return Math.multiplyHigh(stored, 1000L) == (stored * 1000L) >> 63
          ? (Object) (stored * 1000L)
          : null;
    }
    if (known == PrimitiveType.UINT64) {
      return new BigInteger(Long.toUnsignedString(stored));
    }
    return leaf.physical() == Type.INT32 && isUnsigned(known) ? stored & 0xffffffffL : stored;
  }

  private static boolean isUnsigned(DataType known) {
    return known == PrimitiveType.UINT8
        || known == PrimitiveType.UINT16
        || known == PrimitiveType.UINT32;
  }

  private @Nullable Object bytes(DataType known, byte[] bytes, ByteBuffer in) {
    if (known instanceof DecimalType decimal) {
      return bytes.length == 0 ? null : new BigDecimal(new BigInteger(bytes), decimal.scale());
    }
    return switch ((PrimitiveType) known) {
      case VARCHAR, JSON -> text(bytes);
      case BLOB -> bytes;
      case UUID -> {
        in.order(ByteOrder.BIG_ENDIAN);
        yield new UUID(in.getLong(), in.getLong());
      }
      case FLOAT32 -> {
        float half = Halves.toFloat(in.getShort());
        yield Float.isNaN(half) ? null : (Object) half;
      }
      default -> null;
    };
  }

  /** A bound that was shortened within a character is no text; it is given up. */
  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
