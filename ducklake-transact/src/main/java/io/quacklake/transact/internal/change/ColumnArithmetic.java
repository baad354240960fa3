package io.quacklake.transact.internal.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.internal.text.JsonSyntax;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.predicate.Literal;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.Assignment;
import io.quacklake.transact.Assignment.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * A column combined with a constant, as the value of a column. Results are rounded to what the
 * column can hold, as an assignment of SQL does; those that are out of its range are refused.
 */
final class ColumnArithmetic {
  private static final long SECONDS_PER_DAY = 86_400;

  private final DataType from;
  private final Column to;

  private ColumnArithmetic(DataType from, Column to) {
    this.from = from;
    this.to = to;
  }

  /** The value of one column as that of another. */
  static Function<Object, Object> copy(DataType from, Column to) {
    if (from.equals(to.type())) {
      return Function.identity();
    }
    if (isNumber(from) && isNumber(to.type())) {
      ColumnArithmetic result = new ColumnArithmetic(from, to);
      return value -> result.fit(value instanceof Long number ? BigDecimal.valueOf(number) : value);
    }
    if (isText(from) && isText(to.type())) {
      return text(Function.identity(), to);
    }
    throw new InvalidPredicateException(
        "Column "
            + to.name()
            + " is "
            + to.type()
            + "; it cannot be set to a column that is "
            + from
            + ".");
  }

  static Function<Object, Object> of(DataType from, Assignment.Arithmetic sum, Column to) {
    ColumnArithmetic arithmetic = new ColumnArithmetic(from, to);
    Literal literal = sum.literal();
    Operator operator = sum.operator();
    if (operator == Operator.CONCATENATED_WITH && isText(from) && isText(to.type())) {
      String tail = literal.value() instanceof String text ? text : literal.toString();
      return text(value -> value + tail, to);
    }
    boolean number =
        literal.kind() == Literal.Kind.NUMBER
            || literal.kind() == Literal.Kind.DOUBLE
            || literal.kind() == Literal.Kind.FLOAT;
    if (number && isNumber(from) && isNumber(to.type())) {
      if (operator == Operator.DIVIDED_BY && ((Number) literal.value()).doubleValue() == 0) {
        throw new InvalidPredicateException("Cannot divide column " + sum.column() + " by zero.");
      }
      return value -> arithmetic.numbers(value, operator, (Number) literal.value());
    }
    boolean sign = operator == Operator.PLUS || operator == Operator.MINUS;
    if (sign && isDated(from) && from.equals(to.type())) {
      if (literal.kind() == Literal.Kind.INTERVAL) {
        Interval interval = (Interval) literal.value();
        return value -> arithmetic.moved((Long) value, interval, operator);
      }
      if (number && from == PrimitiveType.DATE) {
        int days = arithmetic.days((Number) literal.value());
        return value -> arithmetic.moved((Long) value, new Interval(0, days, 0), operator);
      }
    }
    throw new InvalidPredicateException(
        "Column "
            + to.name()
            + " is "
            + to.type()
            + "; it cannot be set to "
            + sum.column()
            + " "
            + operator.sign()
            + " "
            + literal
            + ", of which "
            + sum.column()
            + " is "
            + from
            + ".");
  }

  private int days(Number number) {
    try {
      return new BigDecimal(number.toString()).intValueExact();
    } catch (ArithmeticException fraction) {
      throw new InvalidPredicateException(
          "Cannot add " + number + " days to column " + to.name() + ".");
    }
  }

  /** What may be written to a column of texts, which may have to be JSON. */
  private static Function<Object, Object> text(Function<Object, Object> change, Column to) {
    return to.type() != PrimitiveType.JSON
        ? change
        : value -> {
          String text = (String) change.apply(value);
          if (!JsonSyntax.isValid(text.getBytes(UTF_8))) {
            throw new InvalidValueException(
                "Cannot set column " + to.name() + ", which is json: '" + text + "' is no json.");
          }
          return text;
        };
  }

  private static boolean isText(DataType type) {
    return type == PrimitiveType.VARCHAR || type == PrimitiveType.JSON;
  }

  private static boolean isNumber(DataType type) {
    return type instanceof DecimalType
        || (type instanceof PrimitiveType primitive
            && switch (primitive) {
              case INT8, INT16, INT32, INT64, INT128 -> true;
              case UINT8, UINT16, UINT32, UINT64, UINT128, FLOAT32, FLOAT64 -> true;
              default -> false;
            });
  }

  private static boolean isDated(DataType type) {
    return type instanceof PrimitiveType primitive
        && switch (primitive) {
          case DATE,
              TIMESTAMP_S,
              TIMESTAMP_MS,
              TIMESTAMP,
              TIMESTAMP_NS,
              TIMESTAMPTZ,
              TIMESTAMPTZ_NS ->
              true;
          default -> false;
        };
  }

  private Object numbers(Object value, Operator operator, Number literal) {
    boolean exact =
        literal instanceof BigDecimal
            && !(value instanceof Double || value instanceof Float)
            && operator != Operator.DIVIDED_BY;
    if (exact) {
      BigDecimal left = big(value);
      BigDecimal right = (BigDecimal) literal;
      return fit(
          switch (operator) {
            case PLUS -> left.add(right);
            case MINUS -> left.subtract(right);
            default -> left.multiply(right);
          });
    }
    double left = ((Number) value).doubleValue();
    double right = literal.doubleValue();
    return fit(
        switch (operator) {
          case PLUS -> left + right;
          case MINUS -> left - right;
          case DIVIDED_BY -> left / right;
          default -> left * right;
        });
  }

  private static BigDecimal big(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    return value instanceof BigInteger integer
        ? new BigDecimal(integer)
        : BigDecimal.valueOf((Long) value);
  }

  /** A number in the column's Java form. */
  private Object fit(Object value) {
    DataType type = to.type();
    if (type == PrimitiveType.FLOAT64) {
      return ((Number) value).doubleValue();
    }
    if (type == PrimitiveType.FLOAT32) {
      float single = ((Number) value).floatValue();
      if (Float.isInfinite(single) && !Double.isInfinite(((Number) value).doubleValue())) {
        throw outOfRange(value);
      }
      return single;
    }
    BigDecimal number;
    if (value instanceof Double || value instanceof Float) {
      double real = ((Number) value).doubleValue();
      if (Double.isNaN(real) || Double.isInfinite(real)) {
        throw outOfRange(value);
      }
      number = new BigDecimal(value.toString());
    } else {
      number = big(value);
    }
    if (type instanceof DecimalType decimal) {
      BigDecimal rounded = number.setScale(decimal.scale(), RoundingMode.HALF_UP);
      if (rounded.precision() > decimal.precision()) {
        throw outOfRange(value);
      }
      return rounded;
    }
    String whole = number.setScale(0, RoundingMode.HALF_UP).toBigInteger().toString();
    try {
      return ValueCodec.parse(type, whole);
    } catch (RuntimeException beyond) {
      throw outOfRange(value);
    }
  }

  private InvalidValueException outOfRange(Object value) {
    return new InvalidValueException(
        "Cannot set column "
            + to.name()
            + ", which is "
            + to.type()
            + ": the result "
            + value
            + " is out of its range.");
  }

  /** A date or moment that is moved by an interval: its months, then days, then the rest. */
  private Object moved(long value, Interval by, Operator operator) {
    boolean date = from == PrimitiveType.DATE;
    long infinity = date ? Integer.MAX_VALUE : Long.MAX_VALUE;
    if (Math.abs(value) == infinity) {
      return value;
    }
    int sign = operator == Operator.PLUS ? 1 : -1;
    try {
      if (date) {
        long micros = by.micros();
        if (micros % (SECONDS_PER_DAY * 1_000_000) != 0) {
          throw outOfRange("with a time of day");
        }
        long days = by.days() + micros / (SECONDS_PER_DAY * 1_000_000);
        return LocalDate.ofEpochDay(value)
            .plusMonths(sign * (long) by.months())
            .plusDays(sign * days)
            .toEpochDay();
      }
      int digits = ValueCodec.fractionDigits((PrimitiveType) from);
      long perSecond = BigInteger.TEN.pow(digits).longValueExact();
      long seconds = Math.floorDiv(value, perSecond);
      long fraction = Math.floorMod(value, perSecond);
      LocalDateTime time =
          LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)
              .plusMonths(sign * (long) by.months())
              .plusDays(sign * (long) by.days());
      BigInteger moved =
          BigInteger.valueOf(time.toEpochSecond(ZoneOffset.UTC))
              .multiply(BigInteger.valueOf(perSecond))
              .add(BigInteger.valueOf(fraction));
      BigDecimal rest =
          BigDecimal.valueOf(sign * by.micros()).movePointRight(digits - 6).stripTrailingZeros();
      return moved.add(rest.toBigIntegerExact()).longValueExact();
    } catch (java.time.DateTimeException | ArithmeticException beyond) {
      throw outOfRange(ValueCodec.print(from, value) + " moved by " + by);
    }
  }
}
