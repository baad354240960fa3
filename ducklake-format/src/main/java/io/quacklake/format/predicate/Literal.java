package io.quacklake.format.predicate;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.UUID;

/**
 * A constant in a predicate, not yet fitted to a column's type. {@code toString} is its SQL.
 *
 * <p>From Java: Boolean, every Number of the JDK's value kinds, BigInteger, BigDecimal, String,
 * byte[], LocalDate, LocalTime, LocalDateTime, OffsetTime, Instant, OffsetDateTime, ZonedDateTime,
 * UUID, {@link TimeTz}, {@link Interval}. {@code MAX} and {@code MIN} of LocalDate, LocalDateTime
 * and Instant are SQL's infinities.
 */
public final class Literal {
  private static final int MAX_DIGITS = 1000;

  /** What SQL calls the constant's type. */
  public enum Kind {
    BOOLEAN,
    /** An exact number: BigDecimal without trailing zeros. */
    NUMBER,
    FLOAT,
    DOUBLE,
    STRING,
    BLOB,
    /** Days since 1970-01-01 as Long. */
    DATE,
    /** Nanoseconds since midnight as Long. */
    TIME,
    TIMETZ,
    /** An Instant whose UTC date and time are meant. */
    TIMESTAMP,
    TIMESTAMPTZ,
    UUID,
    INTERVAL
  }

  private final Kind kind;
  private final Object value;

  private Literal(Kind kind, Object value) {
    this.kind = kind;
    this.value = value;
  }

  /**
   * @throws InvalidPredicateException if the object is of none of the kinds above
   */
  public static Literal of(Object value) {
    Objects.requireNonNull(value, "compare with NULL is never true; use isNull(column)");
    if (value instanceof Literal literal) {
      return literal;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Boolean) {
      return new Literal(Kind.BOOLEAN, value);
    }
    if (value instanceof String || value instanceof Character) {
      return new Literal(Kind.STRING, value.toString());
    }
    if (value instanceof byte[] bytes) {
      return new Literal(Kind.BLOB, bytes.clone());
    }
    if (value instanceof UUID) {
      return new Literal(Kind.UUID, value);
    }
    return temporal(value);
  }

  private static Literal number(Number value) {
    if (value instanceof Double) {
      return new Literal(Kind.DOUBLE, value);
    }
    if (value instanceof Float) {
      return new Literal(Kind.FLOAT, value);
    }
    if (value instanceof BigDecimal decimal) {
      return exact(decimal);
    }
    if (value instanceof BigInteger integer) {
      return exact(new BigDecimal(integer));
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return exact(BigDecimal.valueOf(value.longValue()));
    }
    throw unknownKind(value);
  }

  private static Literal exact(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    if (Math.max(stripped.precision(), Math.abs((long) stripped.scale())) > MAX_DIGITS) {
      throw new InvalidPredicateException(
          "A number in a filter has at most " + MAX_DIGITS + " digits.");
    }
    return new Literal(Kind.NUMBER, stripped.scale() < 0 ? stripped.setScale(0) : stripped);
  }

  private static Literal temporal(Object value) {
    if (value instanceof LocalDate date) {
      return date(date);
    }
    if (value instanceof LocalTime time) {
      return time(time.toNanoOfDay());
    }
    if (value instanceof LocalDateTime timestamp) {
      return timestamp(
          timestamp.equals(LocalDateTime.MAX)
              ? Instant.MAX
              : timestamp.equals(LocalDateTime.MIN)
                  ? Instant.MIN
                  : timestamp.toInstant(ZoneOffset.UTC));
    }
    if (value instanceof Instant instant) {
      return timestampTz(instant);
    }
    if (value instanceof OffsetDateTime timestamp) {
      return timestampTz(timestamp.toInstant());
    }
    if (value instanceof ZonedDateTime timestamp) {
      return timestampTz(timestamp.toInstant());
    }
    if (value instanceof OffsetTime time) {
      return of(
          new TimeTz(time.toLocalTime().toNanoOfDay() / 1000, time.getOffset().getTotalSeconds()));
    }
    if (value instanceof TimeTz) {
      return new Literal(Kind.TIMETZ, value);
    }
    if (value instanceof Interval) {
      return new Literal(Kind.INTERVAL, value);
    }
    throw unknownKind(value);
  }

  private static Literal date(LocalDate date) {
    if (date.equals(LocalDate.MAX) || date.equals(LocalDate.MIN)) {
      return date(date.equals(LocalDate.MAX) ? Integer.MAX_VALUE : -Integer.MAX_VALUE);
    }
    long days = date.toEpochDay();
    if (Math.abs(days) >= Integer.MAX_VALUE) {
      throw new InvalidPredicateException(
          "The date "
              + date
              + " is beyond what a DATE can hold (5877642-06-25 BC to 5881580-07-10).");
    }
    return date(days);
  }

  static Literal date(long days) {
    return new Literal(Kind.DATE, days);
  }

  static Literal time(long nanos) {
    return new Literal(Kind.TIME, nanos);
  }

  static Literal timestamp(Instant utc) {
    return new Literal(Kind.TIMESTAMP, utc);
  }

  static Literal timestampTz(Instant instant) {
    return new Literal(Kind.TIMESTAMPTZ, instant);
  }

  private static InvalidPredicateException unknownKind(Object value) {
    return new InvalidPredicateException(
        "A filter cannot hold a "
            + value.getClass().getName()
            + ". Use a Boolean, a number, a String, byte[], a type of java.time, a UUID or an"
            + " Interval.");
  }

  public Kind kind() {
    return kind;
  }

  /** The Java object that {@link Kind} names. */
  public Object value() {
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Literal literal
        && kind == literal.kind
        && Objects.deepEquals(value, literal.value);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode()
        + (value instanceof byte[] bytes ? java.util.Arrays.hashCode(bytes) : value.hashCode());
  }

  @Override
  public String toString() {
    return switch (kind) {
      case BOOLEAN -> (Boolean) value ? "TRUE" : "FALSE";
      case NUMBER -> ((BigDecimal) value).toPlainString();
      case FLOAT -> typed("FLOAT", value.toString());
      case DOUBLE -> doubleText((Double) value);
      case STRING -> typed("", (String) value);
      case BLOB -> typed("BLOB", ValueCodec.print(PrimitiveType.BLOB, value));
      case DATE -> typed("DATE", ValueCodec.print(PrimitiveType.DATE, value));
      case TIME -> typed("TIME", ValueCodec.print(PrimitiveType.TIME_NS, value));
      case TIMETZ -> typed("TIMETZ", ValueCodec.print(PrimitiveType.TIMETZ, value));
      case TIMESTAMP ->
          typed("TIMESTAMP", ValueCodec.printInstant(PrimitiveType.TIMESTAMP, (Instant) value));
      case TIMESTAMPTZ ->
          typed("TIMESTAMPTZ", ValueCodec.printInstant(PrimitiveType.TIMESTAMPTZ, (Instant) value));
      case UUID -> typed("UUID", value.toString());
      case INTERVAL -> typed("INTERVAL", ValueCodec.print(PrimitiveType.INTERVAL, value));
    };
  }

  /** With an exponent, which is what makes a number in SQL a double. */
  private static String doubleText(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return typed("DOUBLE", Double.toString(value));
    }
    String text = Double.toString(value);
    return text.indexOf('E') < 0 ? text + "e0" : text;
  }

  private static String typed(String type, String text) {
    return (type.isEmpty() ? "" : type + " ") + "'" + text.replace("'", "''") + "'";
  }
}
