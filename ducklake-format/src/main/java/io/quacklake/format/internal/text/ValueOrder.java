package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.TimeTz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB's order of values: NaN is the greatest number and equals itself, -0.0 equals 0.0, strings
 * go by code point, blobs and UUIDs by unsigned bytes, lists and the like by their first difference
 * with NULL last.
 */
public final class ValueOrder {
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int DAYS_PER_MONTH = 30;

  private ValueOrder() {}

  /** Compares two values, neither of them NULL, in the Java form that {@link ValueCodec} names. */
  public static int compare(DataType type, Object a, Object b) {
    if (type instanceof PrimitiveType primitive) {
      return compare(primitive, a, b);
    }
    if (type instanceof DecimalType) {
      return ((BigDecimal) a).compareTo((BigDecimal) b);
    }
    if (type instanceof ListType list) {
      return lists(list, (List<?>) a, (List<?>) b);
    }
    if (type instanceof StructType struct) {
      return structs(struct, (List<?>) a, (List<?>) b);
    }
    if (type instanceof MapType map) {
      return maps(map, (List<?>) a, (List<?>) b);
    }
    if (type instanceof GeometryType) {
      return Arrays.compareUnsigned((byte[]) a, (byte[]) b);
    }
    throw new IllegalArgumentException("Values of type " + type + " have no order");
  }

  private static int compare(PrimitiveType type, Object a, Object b) {
    return switch (type) {
      case BOOLEAN -> Boolean.compare((Boolean) a, (Boolean) b);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> longs(a, b);
      case DATE, TIME, TIME_NS -> longs(a, b);
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          longs(a, b);
      case UINT64, INT128, UINT128 -> ((BigInteger) a).compareTo((BigInteger) b);
      // adding zero makes -0.0 zero
      case FLOAT32 -> Float.compare((Float) a + 0.0f, (Float) b + 0.0f);
      case FLOAT64 -> Double.compare((Double) a + 0.0, (Double) b + 0.0);
      case TIMETZ -> timesWithZone((TimeTz) a, (TimeTz) b);
      case INTERVAL -> intervals((Interval) a, (Interval) b);
      case VARCHAR, JSON -> strings((String) a, (String) b);
      case BLOB -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
      case UUID -> uuids((UUID) a, (UUID) b);
    };
  }

  private static int longs(Object a, Object b) {
    return Long.compare((Long) a, (Long) b);
  }

  /** By code point, which is the order of UTF-8 bytes; surrogates sort last in UTF-16 units. */
  private static int strings(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogateX = Character.isSurrogate(x);
        return surrogateX == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : surrogateX ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int uuids(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  /** By instant; of equal instants the one with the greater offset comes first. */
  private static int timesWithZone(TimeTz a, TimeTz b) {
    int instant = Long.compare(a.utcMicros(), b.utcMicros());
    return instant != 0 ? instant : Integer.compare(b.offsetSeconds(), a.offsetSeconds());
  }

  /**
   * Whole days of 24 hours and whole months of 30 days are carried over, towards zero, then parts
   * are compared one by one: 30 days equal a month, but 29 days are less than 1 month -1 day.
   */
  private static int intervals(Interval a, Interval b) {
    return Arrays.compare(normalised(a), normalised(b));
  }

  private static long[] normalised(Interval value) {
    long days = value.days() + value.micros() / MICROS_PER_DAY;
    long months = value.months() + days / DAYS_PER_MONTH;
    return new long[] {months, days % DAYS_PER_MONTH, value.micros() % MICROS_PER_DAY};
  }

  private static int lists(ListType type, List<?> a, List<?> b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      int order = nullsLast(type.element().type(), a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int structs(StructType type, List<?> a, List<?> b) {
    for (int i = 0; i < type.fields().size(); i++) {
      int order = nullsLast(type.fields().get(i).type(), a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int maps(MapType type, List<?> a, List<?> b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      Map.Entry<?, ?> x = (Map.Entry<?, ?>) a.get(i);
      Map.Entry<?, ?> y = (Map.Entry<?, ?>) b.get(i);
      int order = nullsLast(type.key().type(), x.getKey(), y.getKey());
      if (order == 0) {
        order = nullsLast(type.value().type(), x.getValue(), y.getValue());
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int nullsLast(DataType type, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? 1 : -1;
    }
    return compare(type, a, b);
  }
}
