package io.quacklake.transact.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.DuckLakeException;
import io.quacklake.format.internal.text.JsonSyntax;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import io.quacklake.transact.internal.rows.ScalarSource.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Casts of single values. They are exact or they fail; only what becomes a float may be rounded to
 * the nearest one, which is what floats are.
 */
final class ScalarCasts {
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long DATE_INFINITY = Integer.MAX_VALUE;

  private ScalarCasts() {}

  /** The cast to a type without children, in the Java forms of columns; null if there is none. */
  static @Nullable Function<Object, Object> to(DataType type, ScalarSource source) {
    if (source.kind() == Kind.TEXT && !isText(type)) {
      return type instanceof GeometryType || type == PrimitiveType.BLOB ? null : parser(type);
    }
    if (type instanceof DecimalType decimal) {
      return toDecimal(decimal, source.kind());
    }
    if (type instanceof GeometryType) {
      return source.kind() == Kind.BYTES ? ScalarCasts::geometry : null;
    }
    if (!(type instanceof PrimitiveType primitive)) {
      return null;
    }
    return switch (primitive) {
      case BOOLEAN -> source.kind() == Kind.BOOLEAN ? Function.identity() : null;
      case INT8, INT16, INT32, INT64, INT128, UINT8, UINT16, UINT32, UINT64, UINT128 ->
          toInteger(primitive, source.kind());
      case FLOAT32, FLOAT64 -> toReal(primitive, source.kind());
      case DATE -> toDate(source);
      case TIME, TIME_NS, TIMETZ -> toTime(primitive, source);
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS -> toTimestamp(primitive, source);
      case TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          source.kind() == Kind.INSTANT ? rescaling(source.perSecond(), primitive) : null;
      case INTERVAL -> toInterval(source);
      case VARCHAR -> source.kind() == Kind.TEXT ? Function.identity() : null;
      case JSON -> source.kind() == Kind.TEXT ? ScalarCasts::json : null;
      case BLOB -> source.kind() == Kind.BYTES ? Function.identity() : null;
      case UUID -> source.kind() == Kind.BYTES ? ScalarCasts::uuid : null;
    };
  }

  private static boolean isText(DataType type) {
    return type == PrimitiveType.VARCHAR || type == PrimitiveType.JSON;
  }

  private static Function<Object, Object> parser(DataType type) {
    return value -> {
      String text = (String) value;
      try {
        if (type instanceof DecimalType decimal) {
          return exact(new BigDecimal(text.strip()), decimal, text);
        }
        return ValueCodec.parse(type, text);
      } catch (ValueFormatException | IllegalArgumentException | DuckLakeException invalid) {
        throw CastFailure.of("the text " + quoted(text) + " is no " + type);
      }
    };
  }

  private static Object geometry(Object bytes) {
    Wkb.require((byte[]) bytes);
    return bytes;
  }

  private static Object json(Object text) {
    requireJson(((String) text).getBytes(UTF_8));
    return text;
  }

  static void requireJson(byte[] text) {
    if (!JsonSyntax.isValid(text)) {
      throw CastFailure.of("the text " + quoted(new String(text, UTF_8)) + " is no json");
    }
  }

  static String quoted(String text) {
    return "'" + (text.length() <= 100 ? text : text.substring(0, 100) + "…") + "'";
  }

  private static @Nullable Function<Object, Object> toInteger(PrimitiveType type, Kind from) {
    return switch (from) {
      case BOOLEAN -> value -> integer((Boolean) value ? BigInteger.ONE : BigInteger.ZERO, type);
      case INTEGER -> value -> integer(big(value), type);
      case REAL, DECIMAL ->
          value -> {
            try {
              return integer(decimal(value, 0, type).toBigIntegerExact(), type);
            } catch (ArithmeticException fraction) {
              throw misfit(value, type);
            }
          };
      default -> null;
    };
  }

  private static Object integer(BigInteger value, PrimitiveType type) {
    boolean fits =
        switch (type) {
          case INT8 -> value.bitLength() < 8;
          case INT16 -> value.bitLength() < 16;
          case INT32 -> value.bitLength() < 32;
          case INT64 -> value.bitLength() < 64;
          case INT128 -> value.bitLength() < 128;
          case UINT8 -> value.signum() >= 0 && value.bitLength() <= 8;
          case UINT16 -> value.signum() >= 0 && value.bitLength() <= 16;
          case UINT32 -> value.signum() >= 0 && value.bitLength() <= 32;
          case UINT64 -> value.signum() >= 0 && value.bitLength() <= 64;
          default -> value.signum() >= 0 && value.bitLength() <= 128;
        };
    if (!fits) {
      throw misfit(value, type);
    }
    return switch (type) {
      case UINT64, INT128, UINT128 -> value;
      default -> value.longValueExact();
    };
  }

  private static BigInteger big(Object value) {
    return value instanceof BigInteger big ? big : BigInteger.valueOf((Long) value);
  }

  /** The number itself if it has that few digits behind the point, else as it prints: 0.1. */
  private static BigDecimal decimal(Object value, int scale, DataType type) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    double real = ((Number) value).doubleValue();
    if (Double.isNaN(real) || Double.isInfinite(real)) {
      throw misfit(value, type);
    }
    BigDecimal exact = new BigDecimal(real);
    return exact.scale() <= scale ? exact : new BigDecimal(value.toString());
  }

  private static @Nullable Function<Object, Object> toDecimal(DecimalType type, Kind from) {
    return switch (from) {
      case INTEGER -> value -> exact(new BigDecimal(big(value)), type, value);
      case REAL, DECIMAL -> value -> exact(decimal(value, type.scale(), type), type, value);
      default -> null;
    };
  }

  private static BigDecimal exact(BigDecimal number, DecimalType type, Object value) {
    try {
      BigDecimal scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
      if (scaled.precision() <= type.precision()) {
        return scaled;
      }
    } catch (ArithmeticException moreDigits) {
      // refused below
    }
    throw misfit(value, type);
  }

  private static @Nullable Function<Object, Object> toReal(PrimitiveType type, Kind from) {
    boolean single = type == PrimitiveType.FLOAT32;
    return switch (from) {
      case INTEGER ->
          value -> {
            BigInteger integer = big(value);
            double real = single ? integer.floatValue() : integer.doubleValue();
            if (!new BigDecimal(real).toBigInteger().equals(integer)) {
              throw CastFailure.of("the integer " + value + " has no exact " + type);
            }
            return single ? (Object) (float) real : (Object) real;
          };
      case REAL, DECIMAL ->
          value -> {
            double real = ((Number) value).doubleValue();
            if (!single) {
              return real;
            }
            float rounded = ((Number) value).floatValue();
            if (Float.isInfinite(rounded) && !Double.isInfinite(real)) {
              throw misfit(value, type);
            }
            return rounded;
          };
      default -> null;
    };
  }

  private static @Nullable Function<Object, Object> toDate(ScalarSource source) {
    return switch (source.kind()) {
      case DATE -> Function.identity();
      case TIMESTAMP ->
          value -> {
            long time = (Long) value;
            if (time == Long.MAX_VALUE || time == -Long.MAX_VALUE) {
              return time > 0 ? DATE_INFINITY : -DATE_INFINITY;
            }
            long day = SECONDS_PER_DAY * source.perSecond();
            if (time % day != 0) {
              throw CastFailure.of("a timestamp with a time of day is no date");
            }
            long days = time / day;
            if (Math.abs(days) >= DATE_INFINITY) {
              throw misfit(value, PrimitiveType.DATE);
            }
            return days;
          };
      default -> null;
    };
  }

  private static @Nullable Function<Object, Object> toTime(
      PrimitiveType type, ScalarSource source) {
    if (source.kind() != Kind.TIME) {
      return null;
    }
    long to = type == PrimitiveType.TIME_NS ? 1_000_000_000 : 1_000_000;
    return value -> {
      long time = rescale((Long) value, source.perSecond(), to, type);
      if (time < 0 || time > SECONDS_PER_DAY * to) {
        throw misfit(value, type);
      }
      return type == PrimitiveType.TIMETZ ? (Object) new TimeTz(time, 0) : (Object) time;
    };
  }

  private static @Nullable Function<Object, Object> toTimestamp(
      PrimitiveType type, ScalarSource source) {
    if (source.kind() == Kind.TIMESTAMP) {
      return rescaling(source.perSecond(), type);
    }
    if (source.kind() != Kind.DATE) {
      return null;
    }
    long perSecond = perSecond(type);
    return value -> {
      long days = (Long) value;
      if (Math.abs(days) == DATE_INFINITY) {
        return days > 0 ? Long.MAX_VALUE : -Long.MAX_VALUE;
      }
      try {
        return Math.multiplyExact(days * SECONDS_PER_DAY, perSecond);
      } catch (ArithmeticException overflow) {
        throw misfit("day " + days, type);
      }
    };
  }

  private static Function<Object, Object> rescaling(long from, PrimitiveType type) {
    long to = perSecond(type);
    return value -> {
      long time = (Long) value;
      boolean infinite = time == Long.MAX_VALUE || time == -Long.MAX_VALUE;
      return infinite ? value : (Object) rescale(time, from, to, type);
    };
  }

  /** The same moment in other units, if they can say it. */
  static long rescale(long value, long from, long to, DataType type) {
    if (from <= to) {
      long factor = to / from;
      long scaled = value * factor;
      if (Math.multiplyHigh(value, factor) != scaled >> 63) {
        throw misfit(value, type);
      }
      return scaled;
    }
    long factor = from / to;
    if (value % factor != 0) {
      throw CastFailure.of(
          "the value " + value + " (of " + from + " a second) is finer than " + type + " keeps");
    }
    return value / factor;
  }

  static long perSecond(PrimitiveType type) {
    return BigInteger.TEN.pow(ValueCodec.fractionDigits(type)).longValueExact();
  }

  private static @Nullable Function<Object, Object> toInterval(ScalarSource source) {
    return switch (source.kind()) {
      case INTERVAL ->
          value -> {
            ScalarSource.Parts parts = (ScalarSource.Parts) value;
            long micros = rescale(parts.nanos(), 1_000_000_000, 1_000_000, PrimitiveType.INTERVAL);
            return new Interval(parts.months(), parts.days(), micros);
          };
      case DURATION ->
          value ->
              new Interval(
                  0,
                  0,
                  rescale((Long) value, source.perSecond(), 1_000_000, PrimitiveType.INTERVAL));
      default -> null;
    };
  }

  private static Object uuid(Object value) {
    byte[] bytes = (byte[]) value;
    if (bytes.length != 16) {
      throw CastFailure.of("a uuid has 16 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  static CastFailure misfit(Object value, DataType type) {
    return CastFailure.of("the value " + value + " does not fit " + type);
  }
}
