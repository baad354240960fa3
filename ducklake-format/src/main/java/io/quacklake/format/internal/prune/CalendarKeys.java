package io.quacklake.format.internal.prune;

import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What partition keys made of the calendar say of a column. Those of types with time zone depend on
 * the writer's zone and say nothing, except the epoch transforms, which are in UTC.
 */
final class CalendarKeys {
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int MAX_YEAR = 9_999_999;

  private CalendarKeys() {}

  /** The values within a calendar year. */
  static @Nullable ValueRange year(DataType type, String text) {
    Long year = isWithoutZone(type) ? number(text) : null;
    if (year == null) {
      return null;
    }
    LocalDate first = LocalDate.of(year.intValue(), 1, 1);
    return between(type, first.atStartOfDay(), first.plusYears(1).atStartOfDay());
  }

  /** Whether a value may have this month, day of the month or hour. */
  static boolean mightBe(DataType type, Transform.Calendar calendar, String text, Object value) {
    Long key = isWithoutZone(type) ? number(text) : null;
    if (key == null || isInfinite(type, (Long) value)) {
      return true;
    }
    long raw = (Long) value;
    // The reference cuts nanoseconds to microseconds towards 1970 first, so that the last moments
    // of an hour before 1970 fall into the next one.
    long cut =
        type != PrimitiveType.DATE && perSecond(type) == NANOS_PER_SECOND ? raw - raw % 1000 : raw;
    return field(calendar, time(type, raw)) == key || field(calendar, time(type, cut)) == key;
  }

  private static int field(Transform.Calendar calendar, LocalDateTime time) {
    return switch (calendar.unit()) {
      case YEAR -> time.getYear();
      case MONTH -> time.getMonthValue();
      case DAY -> time.getDayOfMonth();
      case HOUR -> time.getHour();
    };
  }

  /** The values within a number of whole units since 1970, in UTC. */
  static @Nullable ValueRange epoch(DataType type, Transform.Epoch epoch, String text) {
    Long number = isTemporal(type) ? number(text) : null;
    if (number == null) {
      return null;
    }
    // before 1970 writers may have rounded towards 1970
    long first = number <= 0 ? number - 1 : number;
    long end = number <= 0 ? number + 2 : number + 1;
    return between(type, start(epoch, first), start(epoch, end));
  }

  private static LocalDateTime start(Transform.Epoch epoch, long number) {
    LocalDateTime zero = LocalDate.EPOCH.atStartOfDay();
    return switch (epoch.unit()) {
      case YEAR -> zero.plusYears(number);
      case MONTH -> zero.plusMonths(number);
      case DAY -> zero.plusDays(number);
      case HOUR -> zero.plusHours(number);
    };
  }

  /** A number of years, days or hours that the calendar of java.time can hold. */
  private static @Nullable Long number(String text) {
    if (!text.matches("-?[0-9]{1,10}")) {
      return null;
    }
    long number = Long.parseLong(text);
    return Math.abs(number) <= MAX_YEAR ? number : null;
  }

  private static boolean isWithoutZone(DataType type) {
    return isTemporal(type)
        && type != PrimitiveType.TIMESTAMPTZ
        && type != PrimitiveType.TIMESTAMPTZ_NS;
  }

  private static boolean isTemporal(DataType type) {
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

  /**
   * From {@code first} to {@code end}, for simplicity both included, and a microsecond before: the
   * reference cuts nanoseconds before 1970 upwards.
   */
  private static ValueRange between(DataType type, LocalDateTime first, LocalDateTime end) {
    Long min = raw(type, first);
    if (type != PrimitiveType.DATE && perSecond(type) == NANOS_PER_SECOND) {
      min = Math.max(min, -Long.MAX_VALUE + 1000) - 1000;
    }
    return new ValueRange(min, raw(type, end), 0L, null, ValueRange.Nan.ABSENT);
  }

  /** The value in the type's unit, no further than its infinities. */
  private static Long raw(DataType type, LocalDateTime time) {
    long infinity = infinity(type);
    BigInteger value =
        type == PrimitiveType.DATE
            ? BigInteger.valueOf(time.toLocalDate().toEpochDay())
            : BigInteger.valueOf(time.toEpochSecond(ZoneOffset.UTC))
                .multiply(BigInteger.valueOf(perSecond(type)));
    BigInteger most = BigInteger.valueOf(infinity);
    return value.min(most).max(most.negate()).longValueExact();
  }

  private static LocalDateTime time(DataType type, long value) {
    if (type == PrimitiveType.DATE) {
      return LocalDate.ofEpochDay(value).atStartOfDay();
    }
    long seconds = Math.floorDiv(value, perSecond(type));
    return LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY))
        .atStartOfDay()
        .plusSeconds(Math.floorMod(seconds, SECONDS_PER_DAY));
  }

  private static long infinity(DataType type) {
    return type == PrimitiveType.DATE ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  private static boolean isInfinite(DataType type, long value) {
    return Math.abs(value) == infinity(type);
  }

  private static long perSecond(DataType type) {
    return BigInteger.TEN.pow(ValueCodec.fractionDigits((PrimitiveType) type)).longValueExact();
  }
}
