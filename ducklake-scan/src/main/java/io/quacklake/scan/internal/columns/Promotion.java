package io.quacklake.scan.internal.columns;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The casts a reader has to make because a column's type was widened after a file was written
 * ("Permitted type promotions" in the specification), and those that Parquet's own types bring
 * along. Works on the Java forms of values.
 */
final class Promotion {
  private static final Set<PrimitiveType> SIGNED =
      EnumSet.of(
          PrimitiveType.INT8,
          PrimitiveType.INT16,
          PrimitiveType.INT32,
          PrimitiveType.INT64,
          PrimitiveType.INT128);
  private static final Set<PrimitiveType> UNSIGNED =
      EnumSet.of(
          PrimitiveType.UINT8,
          PrimitiveType.UINT16,
          PrimitiveType.UINT32,
          PrimitiveType.UINT64,
          PrimitiveType.UINT128);

  /** Units to a second; date is apart. */
  private static final Map<PrimitiveType, Long> TIMESTAMPS =
      new EnumMap<>(
          Map.of(
              PrimitiveType.TIMESTAMP_S, 1L,
              PrimitiveType.TIMESTAMP_MS, 1_000L,
              PrimitiveType.TIMESTAMP, 1_000_000L,
              PrimitiveType.TIMESTAMPTZ, 1_000_000L,
              PrimitiveType.TIMESTAMP_NS, 1_000_000_000L,
              PrimitiveType.TIMESTAMPTZ_NS, 1_000_000_000L));

  private static final long DATE_INFINITY = Integer.MAX_VALUE;
  private static final long SECONDS_PER_DAY = 86_400L;

  private Promotion() {}

  /**
   * The cast from one scalar type to another, NULL aside.
   *
   * @throws UnsupportedFeatureException if there is none
   */
  static Function<Object, Object> between(DataType from, DataType to) {
    if (from.equals(to) || sameBits(from, to)) {
      return Function.identity();
    }
    if (to == PrimitiveType.JSON) {
      return value -> JsonText.of(from, value);
    }
    if (from == PrimitiveType.BOOLEAN && (to instanceof DecimalType || isReal(to))) {
      Function<Object, Object> further = between(PrimitiveType.INT8, to); // widened more than once
      return value -> further.apply((Boolean) value ? 1L : 0L);
    }
    if (to instanceof DecimalType decimal) {
      return toDecimal(from, decimal);
    }
    if (to instanceof PrimitiveType target && from instanceof PrimitiveType source) {
      return betweenPrimitives(source, target);
    }
    if (from instanceof DecimalType && to == PrimitiveType.FLOAT64) {
      return value -> ((BigDecimal) value).doubleValue();
    }
    if (from instanceof DecimalType && to == PrimitiveType.FLOAT32) {
      return value -> ((BigDecimal) value).floatValue();
    }
    throw unsupported(from, to);
  }

  /** Whether values of both types look alike in Java and in vectors. */
  static boolean sameBits(DataType from, DataType to) {
    return from.equals(to)
        || (isText(from) && isText(to))
        || (from == PrimitiveType.BLOB && to instanceof GeometryType)
        || (from == PrimitiveType.TIMESTAMP && to == PrimitiveType.TIMESTAMPTZ)
        || (from == PrimitiveType.TIMESTAMPTZ && to == PrimitiveType.TIMESTAMP)
        || (from == PrimitiveType.TIMESTAMP_NS && to == PrimitiveType.TIMESTAMPTZ_NS)
        || (from == PrimitiveType.TIMESTAMPTZ_NS && to == PrimitiveType.TIMESTAMP_NS);
  }

  private static boolean isReal(DataType type) {
    return type == PrimitiveType.FLOAT32 || type == PrimitiveType.FLOAT64;
  }

  private static boolean isText(DataType type) {
    return type == PrimitiveType.VARCHAR || type == PrimitiveType.JSON;
  }

  private static Function<Object, Object> betweenPrimitives(PrimitiveType from, PrimitiveType to) {
    if (isInteger(to)) {
      if (isInteger(from)) {
        return value -> integer(big(value), to);
      }
      if (from == PrimitiveType.BOOLEAN) {
        return value -> integer((Boolean) value ? BigInteger.ONE : BigInteger.ZERO, to);
      }
      if (from == PrimitiveType.FLOAT64 && is128(to)) {
        return value -> integer(whole((Double) value, to), to); // how Parquet files keep hugeint
      }
    }
    if (to == PrimitiveType.FLOAT64 && isInteger(from)) {
      return value -> big(value).doubleValue();
    }
    if (to == PrimitiveType.FLOAT32 && isInteger(from)) {
      return value -> big(value).floatValue();
    }
    if (to == PrimitiveType.FLOAT64 && from == PrimitiveType.FLOAT32) {
      return value -> ((Float) value).doubleValue();
    }
    if (TIMESTAMPS.containsKey(to)) {
      if (from == PrimitiveType.DATE) {
        return value -> dateToTimestamp((Long) value, unit(to), to);
      }
      if (TIMESTAMPS.containsKey(from)) {
        return value -> rescale((Long) value, unit(from), unit(to), to);
      }
    }
    if (to == PrimitiveType.TIME_NS && from == PrimitiveType.TIME) {
      return value -> (Long) value * 1000;
    }
    if (to == PrimitiveType.TIME && from == PrimitiveType.TIMETZ) {
      return value -> ((io.quacklake.format.type.TimeTz) value).micros();
    }
    if (to == PrimitiveType.TIMETZ && from == PrimitiveType.TIME) {
      return value -> new io.quacklake.format.type.TimeTz((Long) value, 0);
    }
    throw unsupported(from, to);
  }

  private static Function<Object, Object> toDecimal(DataType from, DecimalType to) {
    if (from instanceof DecimalType || isInteger(from)) {
      return value -> {
        BigDecimal number = value instanceof BigDecimal d ? d : new BigDecimal(big(value));
        BigDecimal scaled = number.setScale(to.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > to.precision()) {
          throw outOfRange(value, to);
        }
        return scaled;
      };
    }
    throw unsupported(from, to);
  }

  private static boolean isInteger(DataType type) {
    return type instanceof PrimitiveType primitive
        && (SIGNED.contains(primitive) || UNSIGNED.contains(primitive));
  }

  private static boolean is128(PrimitiveType type) {
    return type == PrimitiveType.INT128 || type == PrimitiveType.UINT128;
  }

  private static BigInteger big(Object value) {
    return value instanceof BigInteger big ? big : BigInteger.valueOf((Long) value);
  }

  private static Object integer(BigInteger value, PrimitiveType to) {
    int bits =
        switch (to) {
          case INT8, UINT8 -> 8;
          case INT16, UINT16 -> 16;
          case INT32, UINT32 -> 32;
          case INT64, UINT64 -> 64;
          default -> 128;
        };
    boolean fits =
        UNSIGNED.contains(to)
            ? value.signum() >= 0 && value.bitLength() <= bits
            : value.bitLength() < bits;
    if (!fits) {
      throw outOfRange(value, to);
    }
    boolean big = bits == 128 || to == PrimitiveType.UINT64;
    return big ? value : (Object) value.longValueExact();
  }

  private static BigInteger whole(double value, PrimitiveType to) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw outOfRange(value, to);
    }
    // The greatest hugeint is kept as 2^127 (2^128), which is one more than the type holds.
    BigInteger exact = new BigDecimal(value).toBigInteger();
    int bits = to == PrimitiveType.INT128 ? 127 : 128;
    BigInteger beyond = BigInteger.ONE.shiftLeft(bits);
    return exact.equals(beyond) ? beyond.subtract(BigInteger.ONE) : exact;
  }

  private static long unit(PrimitiveType timestamp) {
    return java.util.Objects.requireNonNull(TIMESTAMPS.get(timestamp));
  }

  private static Object dateToTimestamp(long days, long unit, PrimitiveType to) {
    if (Math.abs(days) == DATE_INFINITY) {
      return days > 0 ? Long.MAX_VALUE : -Long.MAX_VALUE;
    }
    try {
      return Math.multiplyExact(days * SECONDS_PER_DAY, unit);
    } catch (ArithmeticException overflow) {
      throw outOfRange("day " + days, to);
    }
  }

  private static Object rescale(long value, long from, long to, PrimitiveType type) {
    if (value == Long.MAX_VALUE || value == -Long.MAX_VALUE) {
      return value;
    }
    if (from >= to) {
      return Math.floorDiv(value, from / to);
    }
    try {
      return Math.multiplyExact(value, to / from);
    } catch (ArithmeticException overflow) {
      throw outOfRange(value, type);
    }
  }

  private static CorruptLakeException outOfRange(Object value, DataType to) {
    return new CorruptLakeException(
        "The value " + value + " of a data file does not fit its column's type " + to + ".");
  }

  private static UnsupportedFeatureException unsupported(DataType from, DataType to) {
    return new UnsupportedFeatureException(
        "cast from " + from + " to " + to,
        "A data file holds " + from + " for a column of type " + to + "; there is no such cast.");
  }
}
