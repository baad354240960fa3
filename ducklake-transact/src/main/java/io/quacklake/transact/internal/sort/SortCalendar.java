package io.quacklake.transact.internal.sort;

import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Parts of dates and timestamps, those with a time zone in UTC; infinities have none. */
final class SortCalendar {
  private static final long SECONDS_PER_DAY = 86_400;

  private final boolean date;
  private final long perSecond;

  private SortCalendar(boolean date, long perSecond) {
    this.date = date;
    this.perSecond = perSecond;
  }

  static boolean isDated(DataType type) {
    return type == PrimitiveType.DATE
        || isWithoutZone(type)
        || type == PrimitiveType.TIMESTAMPTZ
        || type == PrimitiveType.TIMESTAMPTZ_NS;
  }

  static boolean isWithoutZone(DataType type) {
    return type instanceof PrimitiveType primitive
        && switch (primitive) {
          case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS -> true;
          default -> false;
        };
  }

  static SortCalendar of(DataType type) {
    boolean date = type == PrimitiveType.DATE;
    int digits = date ? 0 : ValueCodec.fractionDigits((PrimitiveType) type);
    return new SortCalendar(date, BigInteger.TEN.pow(digits).longValueExact());
  }

  private boolean isInfinite(long raw) {
    return Math.abs(raw) == (date ? Integer.MAX_VALUE : Long.MAX_VALUE);
  }

  private long seconds(long raw) {
    return date ? raw * SECONDS_PER_DAY : Math.floorDiv(raw, perSecond);
  }

  private long raw(long seconds) {
    return date ? Math.floorDiv(seconds, SECONDS_PER_DAY) : Math.multiplyExact(seconds, perSecond);
  }

  private LocalDate day(long raw) {
    return LocalDate.ofEpochDay(Math.floorDiv(seconds(raw), SECONDS_PER_DAY));
  }

  /** The day of a timestamp. */
  Function<List<Object>, @Nullable Object> day() {
    return values -> {
      long raw = (Long) values.get(0);
      return isInfinite(raw)
          ? raw > 0 ? (long) Integer.MAX_VALUE : -(long) Integer.MAX_VALUE
          : Math.floorDiv(seconds(raw), SECONDS_PER_DAY);
    };
  }

  /** A part of the calendar or clock; null if there is none of that name. */
  @Nullable Function<Object, @Nullable Object> field(String unit) {
    Function<Long, Integer> part =
        switch (unit) {
          case "year" -> raw -> day(raw).getYear();
          case "quarter" -> raw -> day(raw).get(IsoFields.QUARTER_OF_YEAR);
          case "month" -> raw -> day(raw).getMonthValue();
          case "week", "weekofyear" -> raw -> day(raw).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
          case "day", "dayofmonth" -> raw -> day(raw).getDayOfMonth();
          case "dayofyear", "doy" -> raw -> day(raw).getDayOfYear();
          case "dayofweek", "dow", "weekday" -> raw -> day(raw).getDayOfWeek().getValue() % 7;
          case "isodow" -> raw -> day(raw).getDayOfWeek().getValue();
          case "hour" -> raw -> (int) (Math.floorMod(seconds(raw), SECONDS_PER_DAY) / 3600);
          case "minute" -> raw -> (int) (Math.floorMod(seconds(raw), 3600L) / 60);
          case "second" -> raw -> (int) Math.floorMod(seconds(raw), 60L);
          default -> null;
        };
    if (part == null) {
      return null;
    }
    return value -> isInfinite((Long) value) ? null : (Long) part.apply((Long) value).longValue();
  }

  /** The beginning of the unit that a moment is in; null if there is no such unit. */
  @Nullable Function<Object, Object> truncated(String unit) {
    LongUnaryOperator start =
        switch (unit) {
          case "year" -> raw -> startOf(day(raw).withDayOfYear(1));
          case "quarter" -> raw -> startOf(day(raw).with(IsoFields.DAY_OF_QUARTER, 1));
          case "month" -> raw -> startOf(day(raw).withDayOfMonth(1));
          case "week" ->
              raw -> startOf(day(raw).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
          case "day" -> raw -> startOf(day(raw));
          case "hour" -> raw -> floor(seconds(raw), ChronoUnit.HOURS);
          case "minute" -> raw -> floor(seconds(raw), ChronoUnit.MINUTES);
          case "second" -> raw -> seconds(raw);
          default -> null;
        };
    if (start == null) {
      return null;
    }
    return value -> isInfinite((Long) value) ? value : (Long) raw(start.applyAsLong((Long) value));
  }

  private static long startOf(LocalDate day) {
    return day.toEpochDay() * SECONDS_PER_DAY;
  }

  private static long floor(long seconds, ChronoUnit unit) {
    long length = unit.getDuration().toSeconds();
    return Math.floorDiv(seconds, length) * length;
  }
}
