package io.quacklake.transact.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * What an incoming column without children holds, and how its values become Java objects.
 *
 * @param perSecond units in a second, for times, timestamps and durations; else 0
 */
record ScalarSource(Kind kind, long perSecond, Reader reader) {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
  private static final long MILLIS_PER_DAY = 86_400_000;

  /** Families of types, with the Java form of their values. */
  enum Kind {
    BOOLEAN,
    /** Long, or BigInteger beyond it. */
    INTEGER,
    /** Float or Double. */
    REAL,
    DECIMAL,
    TEXT,
    BYTES,
    /** Long, days. */
    DATE,
    /** Long in units. */
    TIME,
    /** Long in units; without time zone. */
    TIMESTAMP,
    /** Long in units since 1970 in UTC. */
    INSTANT,
    /** Long in units. */
    DURATION,
    /** {@link Parts}. */
    INTERVAL
  }

  /** An interval as Arrow has it. */
  record Parts(int months, int days, long nanos) {}

  /** Takes a value that is not NULL out of a vector. */
  interface Reader {
    Object read(FieldVector vector, int index);
  }

  /** How to read an Arrow type; null for types that are nested or that no lake has. */
  static @Nullable ScalarSource of(ArrowType type) {
    if (type instanceof ArrowType.Int integer) {
      return plain(Kind.INTEGER, integer(integer));
    }
    if (type instanceof ArrowType.FloatingPoint real) {
      return plain(
          Kind.REAL,
          switch (real.getPrecision()) {
            case HALF -> (vector, i) -> ((Float2Vector) vector).getValueAsFloat(i);
            case SINGLE -> (vector, i) -> ((Float4Vector) vector).get(i);
            case DOUBLE -> (vector, i) -> ((Float8Vector) vector).get(i);
          });
    }
    if (type instanceof ArrowType.Decimal decimal) {
      return decimal(decimal);
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      boolean zoned = timestamp.getTimezone() != null && !timestamp.getTimezone().isEmpty();
      return new ScalarSource(
          zoned ? Kind.INSTANT : Kind.TIMESTAMP,
          perSecond(timestamp.getUnit()),
          ScalarSource::longAt);
    }
    if (type instanceof ArrowType.Time time) {
      return new ScalarSource(
          Kind.TIME,
          perSecond(time.getUnit()),
          time.getBitWidth() == 32 ? ScalarSource::intAt : ScalarSource::longAt);
    }
    if (type instanceof ArrowType.Duration duration) {
      return new ScalarSource(
          Kind.DURATION,
          perSecond(duration.getUnit()),
          (vector, i) -> DurationVector.get(vector.getDataBuffer(), i));
    }
    if (type instanceof ArrowType.Date date) {
      return plain(
          Kind.DATE,
          switch (date.getUnit()) {
            case DAY -> ScalarSource::intAt;
            case MILLISECOND -> ScalarSource::wholeDays;
          });
    }
    if (type instanceof ArrowType.Interval interval) {
      return plain(Kind.INTERVAL, interval(interval));
    }
    if (type instanceof ArrowType.Bool) {
      return plain(Kind.BOOLEAN, (vector, i) -> ((BitVector) vector).get(i) == 1);
    }
    return ofBytes(type);
  }

  private static ScalarSource plain(Kind kind, Reader reader) {
    return new ScalarSource(kind, 0, reader);
  }

  private static @Nullable ScalarSource ofBytes(ArrowType type) {
    if (type instanceof ArrowType.Utf8) {
      return plain(Kind.TEXT, (vector, i) -> text(((VarCharVector) vector).get(i)));
    }
    if (type instanceof ArrowType.LargeUtf8) {
      return plain(Kind.TEXT, (vector, i) -> text(((LargeVarCharVector) vector).get(i)));
    }
    if (type instanceof ArrowType.Utf8View) {
      return plain(Kind.TEXT, (vector, i) -> text(((ViewVarCharVector) vector).get(i)));
    }
    if (type instanceof ArrowType.Binary) {
      return plain(Kind.BYTES, (vector, i) -> ((VarBinaryVector) vector).get(i));
    }
    if (type instanceof ArrowType.LargeBinary) {
      return plain(Kind.BYTES, (vector, i) -> ((LargeVarBinaryVector) vector).get(i));
    }
    if (type instanceof ArrowType.BinaryView) {
      return plain(Kind.BYTES, (vector, i) -> ((ViewVarBinaryVector) vector).get(i));
    }
    if (type instanceof ArrowType.FixedSizeBinary) {
      return plain(Kind.BYTES, (vector, i) -> ((FixedSizeBinaryVector) vector).get(i));
    }
    return null;
  }

  /** Refuses bytes that are no text, rather than replacing them. */
  static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException invalid) {
      throw CastFailure.of("the text is not valid UTF-8");
    }
  }

  private static Object longAt(FieldVector vector, int index) {
    return vector.getDataBuffer().getLong(8L * index);
  }

  private static Object intAt(FieldVector vector, int index) {
    return (long) vector.getDataBuffer().getInt(4L * index);
  }

  private static Object wholeDays(FieldVector vector, int index) {
    long millis = vector.getDataBuffer().getLong(8L * index);
    if (millis % MILLIS_PER_DAY != 0) {
      throw CastFailure.of("a date of " + millis + " milliseconds is not a whole day");
    }
    return millis / MILLIS_PER_DAY;
  }

  private static Reader integer(ArrowType.Int type) {
    boolean signed = type.getIsSigned();
    return switch (type.getBitWidth()) {
      case 8 ->
          signed
              ? (vector, i) -> (long) ((TinyIntVector) vector).get(i)
              : (vector, i) -> ((UInt1Vector) vector).get(i) & 0xFFL;
      case 16 ->
          signed
              ? (vector, i) -> (long) vector.getDataBuffer().getShort(2L * i)
              : (vector, i) -> vector.getDataBuffer().getShort(2L * i) & 0xFFFFL;
      case 32 ->
          signed
              ? ScalarSource::intAt
              : (vector, i) -> vector.getDataBuffer().getInt(4L * i) & 0xFFFFFFFFL;
      default -> signed ? ScalarSource::longAt : ScalarSource::unsignedLong;
    };
  }

  private static Object unsignedLong(FieldVector vector, int index) {
    long value = vector.getDataBuffer().getLong(8L * index);
    return value >= 0 ? (Object) value : BigInteger.valueOf(value).add(TWO_TO_64);
  }

  private static ScalarSource decimal(ArrowType.Decimal type) {
    int scale = type.getScale();
    return switch (type.getBitWidth()) {
      case 256 -> plain(Kind.DECIMAL, (vector, i) -> ((Decimal256Vector) vector).getObject(i));
      case 128 -> plain(Kind.DECIMAL, (vector, i) -> ((DecimalVector) vector).getObject(i));
      default ->
          plain(
              Kind.DECIMAL,
              (vector, i) -> {
                int width = ((BaseFixedWidthVector) vector).getTypeWidth();
                long unscaled =
                    width == 4
                        ? vector.getDataBuffer().getInt(4L * i)
                        : vector.getDataBuffer().getLong(8L * i);
                return BigDecimal.valueOf(unscaled, scale);
              });
    };
  }

  private static Reader interval(ArrowType.Interval type) {
    return switch (type.getUnit()) {
      case YEAR_MONTH -> (vector, i) -> new Parts(((IntervalYearVector) vector).get(i), 0, 0);
      case DAY_TIME ->
          (vector, i) ->
              new Parts(
                  0,
                  IntervalDayVector.getDays(vector.getDataBuffer(), i),
                  IntervalDayVector.getMilliseconds(vector.getDataBuffer(), i) * 1_000_000L);
      case MONTH_DAY_NANO ->
          (vector, i) ->
              new Parts(
                  IntervalMonthDayNanoVector.getMonths(vector.getDataBuffer(), i),
                  IntervalMonthDayNanoVector.getDays(vector.getDataBuffer(), i),
                  IntervalMonthDayNanoVector.getNanoseconds(vector.getDataBuffer(), i));
    };
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1L;
      case MILLISECOND -> 1_000L;
      case MICROSECOND -> 1_000_000L;
      case NANOSECOND -> 1_000_000_000L;
    };
  }
}
