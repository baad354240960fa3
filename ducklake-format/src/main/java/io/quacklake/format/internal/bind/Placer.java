package io.quacklake.format.internal.bind;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.internal.text.IntegerRange;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.predicate.Literal;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds a constant's place among the values of a column's type, so that comparing the column with
 * it can be said as comparing values of one type. Numbers are compared exactly, except where a
 * floating point type takes part: a decimal constant becomes the nearest float of a float column,
 * as in the reference, and a double stands for its shortest decimal against a decimal column. Types
 * with and without time zone meet in UTC. Texts are read as the column's type.
 */
final class Placer {
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long INFINITE_DATE = Integer.MAX_VALUE;

  private Placer() {}

  static Placement place(BoundReference reference, Literal literal) {
    DataType type = reference.type();
    Placement placement = null;
    if (literal.kind() == Literal.Kind.STRING && !type.isNested()) {
      placement = text(reference, (String) literal.value());
    } else if (type instanceof DecimalType decimal) {
      BigDecimal number = shortest(literal);
      placement = number == null ? beyondNumbers(literal) : decimal(decimal, number);
    } else if (type instanceof PrimitiveType primitive) {
      placement = primitive(primitive, literal);
    }
    if (placement == null) {
      throw new InvalidPredicateException(
          "Column %s has type %s and cannot be compared with %s. Write a constant of its type."
              .formatted(reference, type, literal));
    }
    return placement;
  }

  private static @Nullable Placement text(BoundReference reference, String text) {
    if (!(reference.type() instanceof PrimitiveType)
        && !(reference.type() instanceof DecimalType)) {
      return null;
    }
    try {
      return Placement.at(ValueCodec.parse(reference.type(), text));
    } catch (ValueFormatException notAValue) {
      throw new InvalidPredicateException(
          "Column %s has type %s, and '%s' is not a value of it."
              .formatted(reference, reference.type(), text),
          notAValue);
    }
  }

  private static @Nullable Placement primitive(PrimitiveType type, Literal literal) {
    return switch (type) {
      case BOOLEAN -> bool(literal);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, INT128, UINT128 -> {
        BigDecimal number = exact(literal);
        yield number == null ? beyondNumbers(literal) : integer(type, number);
      }
      case FLOAT32 -> float32(literal);
      case FLOAT64 -> float64(literal);
      case DATE -> date(literal);
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          timestamp(type, literal);
      case TIME, TIME_NS -> time(type, literal);
      case TIMETZ -> ofKind(literal, Literal.Kind.TIMETZ);
      case INTERVAL -> ofKind(literal, Literal.Kind.INTERVAL);
      case BLOB -> ofKind(literal, Literal.Kind.BLOB);
      case UUID -> ofKind(literal, Literal.Kind.UUID);
      case VARCHAR, JSON -> null; // texts only, and these are placed already
    };
  }

  private static @Nullable Placement ofKind(Literal literal, Literal.Kind kind) {
    return literal.kind() == kind ? Placement.at(literal.value()) : null;
  }

  /** The number that a constant is; null if it is none, or NaN or infinite. */
  private static @Nullable BigDecimal exact(Literal literal) {
    return switch (literal.kind()) {
      case NUMBER -> (BigDecimal) literal.value();
      case BOOLEAN -> (Boolean) literal.value() ? BigDecimal.ONE : BigDecimal.ZERO;
      case FLOAT, DOUBLE -> {
        double value = ((Number) literal.value()).doubleValue();
        yield Double.isNaN(value) || Double.isInfinite(value) ? null : new BigDecimal(value);
      }
      default -> null;
    };
  }

  /** As {@link #exact}, but 0.1 for the double nearest to 0.1. */
  private static @Nullable BigDecimal shortest(Literal literal) {
    if (exact(literal) == null) {
      return null;
    }
    return switch (literal.kind()) {
      case FLOAT -> new BigDecimal(ValueCodec.print(PrimitiveType.FLOAT32, literal.value()));
      case DOUBLE -> new BigDecimal(ValueCodec.print(PrimitiveType.FLOAT64, literal.value()));
      default -> exact(literal);
    };
  }

  /** NaN and infinity lie outside all integers and decimals; null if the constant is no number. */
  private static @Nullable Placement beyondNumbers(Literal literal) {
    if (literal.kind() != Literal.Kind.FLOAT && literal.kind() != Literal.Kind.DOUBLE) {
      return null;
    }
    double value = ((Number) literal.value()).doubleValue();
    return value < 0 ? Placement.BELOW_ALL : Placement.ABOVE_ALL;
  }

  private static @Nullable Placement bool(Literal literal) {
    BigDecimal number = exact(literal);
    if (number == null) {
      return beyondNumbers(literal);
    }
    if (number.signum() < 0) {
      return Placement.BELOW_ALL;
    }
    if (number.compareTo(BigDecimal.ONE) > 0) {
      return Placement.ABOVE_ALL;
    }
    boolean whole = number.signum() == 0 || number.compareTo(BigDecimal.ONE) == 0;
    return whole ? Placement.at(number.signum() > 0) : Placement.after(false);
  }

  private static Placement integer(PrimitiveType type, BigDecimal number) {
    BigInteger floor = number.setScale(0, RoundingMode.FLOOR).toBigInteger();
    IntegerRange range = IntegerRange.of(type);
    if (floor.compareTo(range.least()) < 0) {
      return Placement.BELOW_ALL;
    }
    if (floor.compareTo(range.greatest()) > 0) {
      return Placement.ABOVE_ALL;
    }
    boolean wide =
        type == PrimitiveType.UINT64
            || type == PrimitiveType.INT128
            || type == PrimitiveType.UINT128;
    Object value = wide ? floor : (Object) floor.longValueExact();
    boolean whole = number.compareTo(new BigDecimal(floor)) == 0;
    return whole ? Placement.at(value) : Placement.after(value);
  }

  private static Placement decimal(DecimalType type, BigDecimal number) {
    BigDecimal floor = number.setScale(type.scale(), RoundingMode.FLOOR);
    BigDecimal greatest =
        new BigDecimal(BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE), type.scale());
    if (floor.compareTo(greatest) > 0) {
      return Placement.ABOVE_ALL;
    }
    if (floor.compareTo(greatest.negate()) < 0) {
      return Placement.BELOW_ALL;
    }
    return floor.compareTo(number) == 0 ? Placement.at(floor) : Placement.after(floor);
  }

  /** A double is met as a double: the column's values are widened, not the constant narrowed. */
  private static @Nullable Placement float32(Literal literal) {
    if (literal.kind() != Literal.Kind.DOUBLE) {
      return switch (literal.kind()) {
        case FLOAT -> Placement.at(literal.value());
        case NUMBER -> Placement.at(((BigDecimal) literal.value()).floatValue());
        case BOOLEAN -> Placement.at((Boolean) literal.value() ? 1f : 0f);
        default -> null;
      };
    }
    double value = (Double) literal.value();
    float nearest = (float) value;
    if (Double.isNaN(value) || nearest == value) {
      return Placement.at(nearest);
    }
    return Placement.after(nearest > value ? Math.nextDown(nearest) : nearest);
  }

  private static @Nullable Placement float64(Literal literal) {
    return switch (literal.kind()) {
      case DOUBLE -> Placement.at(literal.value());
      case FLOAT -> Placement.at(((Float) literal.value()).doubleValue());
      case NUMBER -> Placement.at(((BigDecimal) literal.value()).doubleValue());
      case BOOLEAN -> Placement.at((Boolean) literal.value() ? 1d : 0d);
      default -> null;
    };
  }

  private static @Nullable Placement date(Literal literal) {
    if (literal.kind() == Literal.Kind.DATE) {
      return Placement.at(literal.value());
    }
    Instant instant = instant(literal);
    if (instant == null) {
      return null;
    }
    if (isInfinite(instant)) {
      return Placement.at(instant.equals(Instant.MAX) ? INFINITE_DATE : -INFINITE_DATE);
    }
    BigInteger days = BigInteger.valueOf(Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_DAY));
    boolean midnight =
        Math.floorMod(instant.getEpochSecond(), SECONDS_PER_DAY) == 0 && instant.getNano() == 0;
    return finite(days, midnight, INFINITE_DATE);
  }

  private static @Nullable Placement timestamp(PrimitiveType type, Literal literal) {
    Instant instant = instant(literal);
    if (instant == null) {
      return null;
    }
    if (isInfinite(instant)) {
      return Placement.at(instant.equals(Instant.MAX) ? Long.MAX_VALUE : -Long.MAX_VALUE);
    }
    long perSecond = power(ValueCodec.fractionDigits(type));
    long nanosPerUnit = NANOS_PER_SECOND / perSecond;
    BigInteger units =
        BigInteger.valueOf(instant.getEpochSecond())
            .multiply(BigInteger.valueOf(perSecond))
            .add(BigInteger.valueOf(instant.getNano() / nanosPerUnit));
    return finite(units, instant.getNano() % nanosPerUnit == 0, Long.MAX_VALUE);
  }

  /** A finite constant lies between the infinities, even where the type ends before it. */
  private static Placement finite(BigInteger floor, boolean whole, long infinity) {
    if (floor.compareTo(BigInteger.valueOf(infinity)) >= 0) {
      return Placement.after(infinity - 1);
    }
    if (floor.compareTo(BigInteger.valueOf(-infinity)) <= 0) {
      return Placement.after(-infinity);
    }
    return whole ? Placement.at(floor.longValueExact()) : Placement.after(floor.longValueExact());
  }

  private static @Nullable Instant instant(Literal literal) {
    return switch (literal.kind()) {
      case TIMESTAMP, TIMESTAMPTZ -> (Instant) literal.value();
      case DATE -> {
        long days = (Long) literal.value();
        yield Math.abs(days) == INFINITE_DATE
            ? (days > 0 ? Instant.MAX : Instant.MIN)
            : Instant.ofEpochSecond(days * SECONDS_PER_DAY);
      }
      default -> null;
    };
  }

  private static boolean isInfinite(Instant instant) {
    return instant.equals(Instant.MAX) || instant.equals(Instant.MIN);
  }

  private static @Nullable Placement time(PrimitiveType type, Literal literal) {
    if (literal.kind() != Literal.Kind.TIME) {
      return null;
    }
    long nanos = (Long) literal.value();
    long nanosPerUnit = NANOS_PER_SECOND / power(ValueCodec.fractionDigits(type));
    long floor = nanos / nanosPerUnit;
    return nanos % nanosPerUnit == 0 ? Placement.at(floor) : Placement.after(floor);
  }

  private static long power(int exponent) {
    return BigInteger.TEN.pow(exponent).longValueExact();
  }
}
