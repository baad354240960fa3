package io.quacklake.transact.internal.partition;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.partition.Transform.Unit;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigInteger;
import java.time.LocalDate;

/**
 * The keys that are made of the calendar, as the reference makes them: those of moments in UTC,
 * none of infinities.
 */
final class CalendarField {
  /** What an infinity has for a key. */
  static final long NONE = Long.MIN_VALUE;

  private final Unit unit;
  private final boolean epoch;
  private final boolean date;
  private final boolean nanos;
  private final long perHour;
  private long lastDay = Long.MIN_VALUE;
  private long lastKey;

  private CalendarField(Unit unit, boolean epoch, PrimitiveType type) {
    this.unit = unit;
    this.epoch = epoch;
    date = type == PrimitiveType.DATE;
    nanos = type == PrimitiveType.TIMESTAMP_NS || type == PrimitiveType.TIMESTAMPTZ_NS;
    perHour =
        date ? 0 : BigInteger.TEN.pow(ValueCodec.fractionDigits(type)).longValueExact() * 3600;
  }

  static CalendarField of(Transform transform, DataType type, String column) {
    boolean temporal =
        type instanceof PrimitiveType primitive
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
    if (!temporal) {
      throw new UnsupportedFeatureException(
          "partitioning by " + transform + " of " + type,
          "Column " + column + " is " + type + "; " + transform + " needs a date or timestamp.");
    }
    PrimitiveType primitive = (PrimitiveType) type;
    return transform instanceof Transform.Epoch epoch
        ? new CalendarField(epoch.unit(), true, primitive)
        : new CalendarField(((Transform.Calendar) transform).unit(), false, primitive);
  }

  /**
   * A coarser number for a raw value, such that values of one number have one key: there are not
   * many of them.
   */
  long slot(long raw) {
    if (date || raw == Long.MAX_VALUE || raw == -Long.MAX_VALUE) {
      return raw;
    }
    long hours = Math.floorDiv(nanos && !epoch ? raw - raw % 1000 : raw, perHour);
    return unit == Unit.HOUR ? hours : Math.floorDiv(hours, 24);
  }

  /** The key of a raw value, or {@link #NONE}. */
  long of(long raw) {
    if (date) {
      return Math.abs(raw) == Integer.MAX_VALUE ? NONE : ofDay(raw);
    }
    if (raw == Long.MAX_VALUE || raw == -Long.MAX_VALUE) {
      return NONE;
    }
    // The reference first cuts nanoseconds to microseconds, towards 1970, but for epoch keys.
    long value = nanos && !epoch ? raw - raw % 1000 : raw;
    long hours = Math.floorDiv(value, perHour);
    if (unit == Unit.HOUR) {
      return epoch ? hours : Math.floorMod(hours, 24);
    }
    return ofDay(Math.floorDiv(hours, 24));
  }

  private long ofDay(long day) {
    if (unit == Unit.HOUR) {
      return epoch ? day * 24 : 0;
    }
    if (epoch && unit == Unit.DAY) {
      return day;
    }
    if (day == lastDay) {
      return lastKey;
    }
    lastDay = day;
    LocalDate when = LocalDate.ofEpochDay(day);
    lastKey =
        switch (unit) {
          case YEAR -> epoch ? when.getYear() - 1970L : when.getYear();
          case MONTH ->
              epoch
                  ? (when.getYear() - 1970L) * 12 + when.getMonthValue() - 1
                  : when.getMonthValue();
          case DAY, HOUR -> when.getDayOfMonth();
        };
    return lastKey;
  }
}
