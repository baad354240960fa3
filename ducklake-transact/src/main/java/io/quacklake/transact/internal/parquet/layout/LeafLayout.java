package io.quacklake.transact.internal.parquet.layout;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Ordering;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;
import org.jspecify.annotations.Nullable;

/**
 * How a type without children is stored in a file.
 *
 * @param width bytes of a value; 0 when it varies, 1 for BOOLEAN
 */
record LeafLayout(
    Type physical,
    int width,
    Ordering ordering,
    @Nullable ConvertedType converted,
    @Nullable LogicalType logical) {

  private enum Clock {
    LOCAL,
    UTC
  }

  private static final TimeUnit MILLIS = TimeUnit.MILLIS(new MilliSeconds());
  private static final TimeUnit MICROS = TimeUnit.MICROS(new MicroSeconds());
  private static final TimeUnit NANOS = TimeUnit.NANOS(new NanoSeconds());

  static LeafLayout of(DataType type) {
    if (type instanceof io.quacklake.format.type.DecimalType decimal) {
      return decimal(decimal.precision(), decimal.scale());
    }
    if (type instanceof PrimitiveType primitive) {
      return primitive(primitive);
    }
    return new LeafLayout(
        Type.BYTE_ARRAY, 0, Ordering.NONE, null, LogicalType.GEOMETRY(new GeometryType()));
  }

  /** Bytes without a meaning, as the parts of a variant are. */
  static LeafLayout bytes() {
    return new LeafLayout(Type.BYTE_ARRAY, 0, Ordering.NONE, null, null);
  }

  private static LeafLayout decimal(int precision, int scale) {
    LogicalType logical = LogicalType.DECIMAL(new DecimalType(scale, precision));
    if (precision <= 9) {
      return new LeafLayout(Type.INT32, 4, Ordering.SIGNED, ConvertedType.DECIMAL, logical);
    }
    if (precision <= 18) {
      return new LeafLayout(Type.INT64, 8, Ordering.SIGNED, ConvertedType.DECIMAL, logical);
    }
    // Always 16 bytes, never the fewest that would do: so does the reference.
    return new LeafLayout(
        Type.FIXED_LEN_BYTE_ARRAY, 16, Ordering.BIG_ENDIAN_NUMBER, ConvertedType.DECIMAL, logical);
  }

  private static LeafLayout primitive(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> new LeafLayout(Type.BOOLEAN, 1, Ordering.SIGNED, null, null);
      case INT8 -> signed(8, ConvertedType.INT_8);
      case INT16 -> signed(16, ConvertedType.INT_16);
      case INT32 -> signed(32, ConvertedType.INT_32);
      case INT64 -> signed(64, ConvertedType.INT_64);
      case UINT8 -> unsigned(8, ConvertedType.UINT_8);
      case UINT16 -> unsigned(16, ConvertedType.UINT_16);
      case UINT32 -> unsigned(32, ConvertedType.UINT_32);
      case UINT64 -> unsigned(64, ConvertedType.UINT_64);
      // Doubles, because the reference writes doubles. Rounded values have no true bounds.
      case INT128, UINT128 -> new LeafLayout(Type.DOUBLE, 8, Ordering.NONE, null, null);
      case FLOAT32 -> new LeafLayout(Type.FLOAT, 4, Ordering.FLOAT32, null, null);
      case FLOAT64 -> new LeafLayout(Type.DOUBLE, 8, Ordering.FLOAT64, null, null);
      case DATE ->
          new LeafLayout(
              Type.INT32, 4, Ordering.SIGNED, ConvertedType.DATE, LogicalType.DATE(new DateType()));
      case TIME -> time(Clock.LOCAL, MICROS, Ordering.SIGNED, ConvertedType.TIME_MICROS);
      case TIME_NS -> time(Clock.LOCAL, NANOS, Ordering.SIGNED, null);
      case TIMETZ -> time(Clock.UTC, MICROS, Ordering.NONE, ConvertedType.TIME_MICROS);
      case TIMESTAMP, TIMESTAMP_S -> timestamp(Clock.LOCAL, MICROS, ConvertedType.TIMESTAMP_MICROS);
      case TIMESTAMP_MS -> timestamp(Clock.LOCAL, MILLIS, ConvertedType.TIMESTAMP_MILLIS);
      case TIMESTAMP_NS -> timestamp(Clock.LOCAL, NANOS, null);
      case TIMESTAMPTZ -> timestamp(Clock.UTC, MICROS, ConvertedType.TIMESTAMP_MICROS);
      case TIMESTAMPTZ_NS -> timestamp(Clock.UTC, NANOS, null);
      case INTERVAL ->
          new LeafLayout(
              Type.FIXED_LEN_BYTE_ARRAY, 12, Ordering.NONE, ConvertedType.INTERVAL, null);
      case VARCHAR -> text(ConvertedType.UTF8, LogicalType.STRING(new StringType()));
      case JSON -> text(ConvertedType.JSON, LogicalType.JSON(new JsonType()));
      case BLOB -> new LeafLayout(Type.BYTE_ARRAY, 0, Ordering.BYTES, null, null);
      case UUID ->
          new LeafLayout(
              Type.FIXED_LEN_BYTE_ARRAY,
              16,
              Ordering.BYTES,
              null,
              LogicalType.UUID(new UUIDType()));
    };
  }

  private static LeafLayout signed(int bits, ConvertedType converted) {
    return integer(bits, Ordering.SIGNED, converted);
  }

  private static LeafLayout unsigned(int bits, ConvertedType converted) {
    return integer(bits, Ordering.UNSIGNED, converted);
  }

  private static LeafLayout integer(int bits, Ordering ordering, ConvertedType converted) {
    LogicalType logical =
        LogicalType.INTEGER(new IntType((byte) bits, ordering == Ordering.SIGNED));
    return bits == 64
        ? new LeafLayout(Type.INT64, 8, ordering, converted, logical)
        : new LeafLayout(Type.INT32, 4, ordering, converted, logical);
  }

  private static LeafLayout time(
      Clock clock, TimeUnit unit, Ordering ordering, @Nullable ConvertedType converted) {
    return new LeafLayout(
        Type.INT64,
        8,
        ordering,
        converted,
        LogicalType.TIME(new TimeType(clock == Clock.UTC, unit)));
  }

  private static LeafLayout timestamp(
      Clock clock, TimeUnit unit, @Nullable ConvertedType converted) {
    return new LeafLayout(
        Type.INT64,
        8,
        Ordering.SIGNED,
        converted,
        LogicalType.TIMESTAMP(new TimestampType(clock == Clock.UTC, unit)));
  }

  private static LeafLayout text(ConvertedType converted, LogicalType logical) {
    return new LeafLayout(Type.BYTE_ARRAY, 0, Ordering.BYTES, converted, logical);
  }
}
