package io.quacklake.transact.internal.rows;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.predicate.Literal;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import io.quacklake.transact.internal.rows.ScalarSource.Kind;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Constants of SQL as values of a column. */
public final class LiteralValues {
  private static final long NANOS = 1_000_000_000;

  private LiteralValues() {}

  /**
   * The value of a constant in the Java form of a type.
   *
   * @param column for the message
   * @throws InvalidValueException if the type cannot hold it exactly
   */
  public static Object of(Literal literal, DataType type, String column) {
    Object value = literal.value();
    Object result =
        switch (literal.kind()) {
          case BOOLEAN -> cast(value, Kind.BOOLEAN, 0, type, column);
          case NUMBER -> cast(value, Kind.DECIMAL, 0, type, column);
          case FLOAT, DOUBLE -> cast(value, Kind.REAL, 0, type, column);
          case STRING -> cast(value, Kind.TEXT, 0, type, column);
          case BLOB -> cast(value, Kind.BYTES, 0, type, column);
          case DATE -> cast(value, Kind.DATE, 1, type, column);
          case TIME -> cast(value, Kind.TIME, NANOS, type, column);
          case TIMESTAMP -> moment((Instant) value, Kind.TIMESTAMP, type, column);
          case TIMESTAMPTZ -> moment((Instant) value, Kind.INSTANT, type, column);
          case TIMETZ -> value instanceof TimeTz && type == PrimitiveType.TIMETZ ? value : null;
          case UUID -> value instanceof UUID && type == PrimitiveType.UUID ? value : null;
          case INTERVAL ->
              value instanceof Interval && type == PrimitiveType.INTERVAL ? value : null;
        };
    if (result == null) {
      throw misfit(literal + " is no value of that type", type, column);
    }
    return result;
  }

  /** A moment as a number in the type's own unit, or in nanoseconds for other types. */
  private static @Nullable Object moment(Instant value, Kind kind, DataType type, String column) {
    boolean timestamp =
        type instanceof PrimitiveType primitive
            && switch (primitive) {
              case TIMESTAMP_S,
                  TIMESTAMP_MS,
                  TIMESTAMP,
                  TIMESTAMP_NS,
                  TIMESTAMPTZ,
                  TIMESTAMPTZ_NS ->
                  true;
              default -> false;
            };
    long perSecond =
        timestamp && type instanceof PrimitiveType primitive
            ? ScalarCasts.perSecond(primitive)
            : 1_000_000;
    if (value.equals(Instant.MAX) || value.equals(Instant.MIN)) {
      long infinity = value.equals(Instant.MAX) ? Long.MAX_VALUE : -Long.MAX_VALUE;
      return cast(infinity, kind, perSecond, type, column);
    }
    long perNano = NANOS / perSecond;
    BigInteger units =
        BigInteger.valueOf(value.getEpochSecond())
            .multiply(BigInteger.valueOf(perSecond))
            .add(BigInteger.valueOf(value.getNano() / perNano));
    if (value.getNano() % perNano != 0 || units.bitLength() >= Long.SIZE) {
      throw misfit(value + " does not fit it", type, column);
    }
    return cast(units.longValueExact(), kind, perSecond, type, column);
  }

  private static @Nullable Object cast(
      Object value, Kind kind, long perSecond, DataType type, String column) {
    ScalarSource source =
        new ScalarSource(
            kind,
            perSecond,
            (vector, index) -> {
              throw new IllegalStateException("There is no vector");
            });
    Function<Object, Object> cast = ScalarCasts.to(type, source);
    try {
      return cast == null ? null : cast.apply(value);
    } catch (CastFailure failure) {
      throw misfit(failure.reason(), type, column);
    }
  }

  private static InvalidValueException misfit(String reason, DataType type, String column) {
    return new InvalidValueException(
        "Cannot set column " + column + ", which is " + type + ": " + reason + ".");
  }
}
