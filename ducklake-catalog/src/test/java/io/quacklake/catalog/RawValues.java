package io.quacklake.catalog;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.TimeTz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Types and values of all kinds, with a liking for extremes. */
final class RawValues {
  private static final String[] TEXTS = {
    "",
    "NULL",
    "null",
    "it's",
    "a\\b",
    "x,y",
    " lead",
    "trail ",
    "{'a': 1}",
    "[1]",
    "k=v",
    "\"q\"",
    "é\uD83E\uDD86",
    "CAST('2020-01-01' AS DATE)",
    "line\nbreak",
    "tab\t",
    "100%",
    "nul\0inside"
  };
  private static final String[] JSON = {
    "{\"a\": [1, \"x]\\\"\"]}", "[]", "null", "1.5", "\"it's\"", "{\"b\":  1}"
  };
  private static final DataType[] KEYS = {
    PrimitiveType.INT32, PrimitiveType.VARCHAR, PrimitiveType.DATE, PrimitiveType.UUID
  };

  private final Random random;
  private long nextId = 1;

  RawValues(long seed) {
    random = new Random(seed);
  }

  /** A field with ids of its own for all that is nested in it. */
  Field field(String name, int depth) {
    long id = nextId++;
    return Field.of(id, name, type(depth));
  }

  /** A field of that type. */
  Field field(String name, PrimitiveType type) {
    return Field.of(nextId++, name, type);
  }

  private DataType type(int depth) {
    return switch (depth == 0 ? 9 : random.nextInt(10)) {
      case 0 -> new ListType(field("element", depth - 1));
      case 1 -> {
        String[] names = {"a", "it's", "B \"c\"", "d\\e"};
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(names.length); i++) {
          fields.add(field(names[i], depth - 1));
        }
        yield new StructType(fields);
      }
      case 2 -> {
        long keyId = nextId++;
        yield new MapType(
            Field.of(keyId, "key", KEYS[random.nextInt(KEYS.length)]), field("value", depth - 1));
      }
      case 3 -> {
        int precision = 1 + random.nextInt(38);
        yield new DecimalType(precision, random.nextInt(precision + 1));
      }
      default -> PrimitiveType.values()[random.nextInt(PrimitiveType.values().length)];
    };
  }

  @Nullable Object valueOrNull(DataType type) {
    return random.nextInt(8) == 0 ? null : value(type);
  }

  Object value(DataType type) {
    if (type instanceof ListType list) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(valueOrNull(list.element().type()));
      }
      return values;
    }
    if (type instanceof StructType struct) {
      List<@Nullable Object> values = new ArrayList<>();
      struct.fields().forEach(field -> values.add(valueOrNull(field.type())));
      return values;
    }
    if (type instanceof MapType map) {
      List<Map.Entry<Object, @Nullable Object>> entries = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        Object key = value(map.key().type());
        if (entries.stream().noneMatch(entry -> entry.getKey().equals(key))) {
          entries.add(new SimpleImmutableEntry<>(key, valueOrNull(map.value().type())));
        }
      }
      return entries;
    }
    if (type instanceof DecimalType decimal) {
      BigInteger most = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
      return new BigDecimal(number(most.negate(), most), decimal.scale());
    }
    return value((PrimitiveType) type);
  }

  private Object value(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT8 -> signed(8).longValueExact();
      case INT16 -> signed(16).longValueExact();
      case INT32 -> signed(32).longValueExact();
      case INT64 -> signed(64).longValueExact();
      case INT128 -> signed(128);
      case UINT8 -> unsigned(8).longValueExact();
      case UINT16 -> unsigned(16).longValueExact();
      case UINT32 -> unsigned(32).longValueExact();
      case UINT64 -> unsigned(64);
      case UINT128 -> unsigned(128);
      case FLOAT32 ->
          pick(
              Float.intBitsToFloat(random.nextInt()) + 0f,
              Float.NaN,
              Float.NEGATIVE_INFINITY,
              Float.MIN_VALUE,
              -0f,
              0.1f,
              1e20f);
      case FLOAT64 ->
          pick(
              random.nextGaussian(),
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.MIN_VALUE,
              Double.MAX_VALUE,
              -0d,
              0.1,
              1e300);
      // -5877641-06-25 is the first day
      case DATE -> pick(number(-2147483646L, 2147483646L), 2147483647L, -2147483647L, -1L, 19000L);
      case TIME -> pick(number(0, TimeTz.MICROS_PER_DAY), TimeTz.MICROS_PER_DAY, 0L);
      case TIME_NS -> pick(number(0, TimeTz.MICROS_PER_DAY * 1000), 0L, 1L);
      case TIMETZ ->
          new TimeTz(
              number(0, TimeTz.MICROS_PER_DAY),
              (int) number(-TimeTz.MAX_OFFSET_SECONDS, TimeTz.MAX_OFFSET_SECONDS));
      case TIMESTAMP_S -> pick(number(-9_223_372_022_400L, 9_223_372_036_854L), -1L);
      case TIMESTAMP_MS -> pick(number(-9_223_372_022_400_000L, 9_223_372_036_854_775L), -1L);
      case TIMESTAMP, TIMESTAMPTZ ->
          pick(
              number(-9_223_372_022_400_000_000L, Long.MAX_VALUE - 1),
              Long.MAX_VALUE,
              -Long.MAX_VALUE,
              -1L,
              1_700_000_000_123_400L);
      case TIMESTAMP_NS, TIMESTAMPTZ_NS ->
          pick(
              number(-9_223_286_400_000_000_000L, Long.MAX_VALUE - 1),
              Long.MAX_VALUE,
              -Long.MAX_VALUE,
              -1L);
      case INTERVAL ->
          pick(
              new Interval(random.nextInt(), random.nextInt(), random.nextLong() >> 1),
              new Interval(0, 0, 0),
              new Interval(-14, 3, -1));
      case VARCHAR -> TEXTS[random.nextInt(TEXTS.length)];
      case JSON -> JSON[random.nextInt(JSON.length)];
      case BLOB ->
          pick(
              new byte[0],
              new byte[] {0, (byte) 0xff, '\'', '\\', 'a'},
              "text".getBytes(StandardCharsets.UTF_8));
      case UUID -> new UUID(random.nextLong(), random.nextLong());
    };
  }

  private long number(long least, long most) {
    return number(BigInteger.valueOf(least), BigInteger.valueOf(most)).longValueExact();
  }

  private BigInteger signed(int bits) {
    BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
    return number(half.negate(), half.subtract(BigInteger.ONE));
  }

  private BigInteger unsigned(int bits) {
    return number(BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
  }

  /** One of the ends, small, or anything between. */
  private BigInteger number(BigInteger least, BigInteger most) {
    return switch (random.nextInt(5)) {
      case 0 -> least;
      case 1 -> most;
      case 2 -> BigInteger.valueOf(random.nextInt(10)).max(least).min(most);
      default ->
          new BigInteger(most.subtract(least).bitLength() + 8, random)
              .mod(most.subtract(least).add(BigInteger.ONE))
              .add(least);
    };
  }

  private Object pick(Object first, Object... others) {
    int at = random.nextInt(others.length + 2);
    return at >= others.length ? first : others[at];
  }

  /** Whether two values are the same, to the last bit. */
  static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof byte[] bytes && other instanceof byte[] otherBytes) {
      return Arrays.equals(bytes, otherBytes);
    }
    if (one instanceof List<?> list && other instanceof List<?> otherList) {
      if (list.size() != otherList.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (!same(list.get(i), otherList.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (one instanceof Map.Entry<?, ?> entry && other instanceof Map.Entry<?, ?> otherEntry) {
      return same(entry.getKey(), otherEntry.getKey())
          && same(entry.getValue(), otherEntry.getValue());
    }
    return one == null ? other == null : one.equals(other);
  }
}
