package io.quacklake.format.internal.prune;

import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hash behind {@code bucket(n)}: of the number as eight bytes where there is one of 64 bits, of
 * the bytes of texts and blobs, else of the printed value.
 */
public final class BucketHash {
  private static final int MAX_LONG_PRECISION = 18;
  private static final long SECONDS_PER_DAY = 86_400;

  private BucketHash() {}

  /** The bucket, from 0, of a value of a type. */
  public static int bucket(DataType type, Object value, int buckets) {
    return bucketOf(of(type, value), buckets);
  }

  static int bucketOf(int hash, int buckets) {
    return (hash & Integer.MAX_VALUE) % buckets;
  }

  /** The hash of a value of a type. */
  public static int of(DataType type, Object value) {
    if (type instanceof DecimalType decimal && decimal.precision() <= MAX_LONG_PRECISION) {
      return Murmur3.hash(((BigDecimal) value).unscaledValue().longValueExact());
    }
    if (type instanceof PrimitiveType primitive) {
      return of(primitive, value);
    }
    return printed(type, value);
  }

  private static int of(PrimitiveType type, Object value) {
    return switch (type) {
      case BOOLEAN -> Murmur3.hash((Boolean) value ? 1L : 0L);
      case INT8, INT16, INT32, INT64, DATE, TIME, TIME_NS -> Murmur3.hash((Long) value);
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          Murmur3.hash((Long) value);
      case FLOAT32 -> floating(((Float) value).doubleValue());
      case FLOAT64 -> floating((Double) value);
      case TIMETZ -> Murmur3.hash(packed((TimeTz) value));
      case VARCHAR, JSON -> Murmur3.hash(((String) value).getBytes(StandardCharsets.UTF_8));
      case BLOB -> Murmur3.hash((byte[]) value);
      case UINT8, UINT16, UINT32, UINT64, INT128, UINT128, UUID, INTERVAL -> printed(type, value);
    };
  }

  /** As the reference packs it: 40 bits of time, 24 bits of the offset counted downwards. */
  private static long packed(TimeTz value) {
    return (value.micros() << 24) | (TimeTz.MAX_OFFSET_SECONDS - value.offsetSeconds());
  }

  private static int floating(double value) {
    return Murmur3.hash(Double.doubleToLongBits(value + 0.0)); // -0.0 hashes as 0.0
  }

  private static int printed(DataType type, Object value) {
    return Murmur3.hash(ValueCodec.print(type, value).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The hashes that files may have been placed by for rows that now read as this value: the file's
   * hash is that of the type the column had when it was written, and types are promoted. Null if
   * they cannot be told.
   */
  static @Nullable Set<Integer> possible(DataType type, Object value) {
    Set<Integer> hashes = new HashSet<>();
    hashes.add(type.isNested() ? 0 : of(type, value));
    if (type instanceof DecimalType) {
      addDecimals(hashes, (BigDecimal) value);
      return hashes;
    }
    if (!(type instanceof PrimitiveType primitive)) {
      return null;
    }
    return switch (primitive) {
      case BOOLEAN, DATE, TIME, TIME_NS, VARCHAR, BLOB, UUID -> hashes;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> {
        hashes.add(Murmur3.hash((Long) value)); // of a signed type or a boolean
        hashes.add(printed(type, value)); // of an unsigned type
        yield hashes;
      }
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS -> {
        if (Math.abs((Long) value) == Long.MAX_VALUE) {
          yield null;
        }
        addTimestamps(hashes, (Long) value, ValueCodec.fractionDigits(primitive));
        yield hashes;
      }
      // from 128 bits little survives a file, floats come from decimals of any scale, JSON from all
      case UINT64, INT128, UINT128, FLOAT32, FLOAT64, TIMETZ, INTERVAL, JSON -> null;
    };
  }

  private static void addDecimals(Set<Integer> hashes, BigDecimal value) {
    for (int scale = 0; scale <= value.scale(); scale++) {
      BigDecimal narrower = value.setScale(scale, RoundingMode.DOWN);
      if (narrower.compareTo(value) == 0) {
        if (narrower.unscaledValue().bitLength() < Long.SIZE) {
          hashes.add(Murmur3.hash(narrower.unscaledValue().longValueExact()));
        }
        hashes.add(printed(new DecimalType(DecimalType.MAX_PRECISION, scale), narrower));
        if (scale > MAX_LONG_PRECISION) { // a type without digits before the point
          hashes.add(printed(new DecimalType(scale, scale), narrower));
        }
      }
    }
  }

  /** The number of days, and of every coarser unit of which the value is a whole number. */
  private static void addTimestamps(Set<Integer> hashes, long value, int digits) {
    long unit = 1;
    for (int i = digits; i > 0; i--) {
      unit *= 10;
      if (i % 3 == 1 && value % unit == 0) {
        hashes.add(Murmur3.hash(value / unit));
      }
    }
    long day = unit * SECONDS_PER_DAY;
    if (value % day == 0) {
      hashes.add(Murmur3.hash(value / day));
    }
  }
}
