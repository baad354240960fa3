package io.quacklake.format.internal.text;

import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import java.util.Locale;

/** Intervals: {@code 1 year 2 months -3 days 01:02:03.5}. */
final class IntervalText {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private IntervalText() {}

  static Interval parse(String text) {
    TextCursor cursor = new TextCursor(PrimitiveType.INTERVAL, text.strip());
    Sum sum = new Sum();
    try {
      if (cursor.atEnd()) {
        throw cursor.failure();
      }
      while (!cursor.atEnd()) {
        part(cursor, sum);
        cursor.skipSpaces();
      }
      return new Interval(Math.toIntExact(sum.months), Math.toIntExact(sum.days), sum.micros);
    } catch (ArithmeticException overflow) {
      throw cursor.failure();
    }
  }

  static String print(Interval value) {
    StringBuilder out = new StringBuilder();
    unit(out, value.months() / 12, "year");
    unit(out, value.months() % 12, "month");
    unit(out, value.days(), "day");
    if (value.micros() != 0 || out.isEmpty()) {
      if (!out.isEmpty()) {
        out.append(' ');
      }
      if (value.micros() < 0) {
        out.append('-');
      }
      // parts, not the whole, are made positive: the least long has no opposite
      long seconds = Math.abs(value.micros() / MICROS_PER_SECOND);
      DateTimeText.two(out, seconds / 3600).append(':');
      DateTimeText.two(out, seconds / 60 % 60).append(':');
      DateTimeText.two(out, seconds % 60);
      DateTimeText.fraction(out, Math.abs(value.micros() % MICROS_PER_SECOND), 6);
    }
    return out.toString();
  }

  private static void unit(StringBuilder out, int count, String name) {
    if (count == 0) {
      return;
    }
    if (!out.isEmpty()) {
      out.append(' ');
    }
    out.append(count).append(' ').append(name);
    if (count != 1 && count != -1) {
      out.append('s');
    }
  }

  private static final class Sum {
    long months;
    long days;
    long micros;
  }

  private static void part(TextCursor cursor, Sum sum) {
    long sign = cursor.accept('-') ? -1 : 1;
    if (sign == 1) {
      cursor.accept('+');
    }
    long number = cursor.digits(1, 18);
    if (cursor.accept(':')) {
      sum.micros = Math.addExact(sum.micros, clock(cursor, sign, number));
      return;
    }
    long fraction = cursor.accept('.') ? cursor.nanos() / 1000 : 0;
    cursor.skipSpaces();
    String unit = word(cursor);
    long micros = micros(unit);
    if (micros > 0) {
      if (fraction != 0 && micros != MICROS_PER_SECOND) {
        throw cursor.failure();
      }
      long amount = Math.addExact(Math.multiplyExact(number, micros), fraction);
      sum.micros = Math.addExact(sum.micros, Math.multiplyExact(sign, amount));
      return;
    }
    if (fraction != 0) {
      throw cursor.failure();
    }
    long count = sign * number;
    switch (unit) {
      case "day", "days", "d" -> sum.days = Math.addExact(sum.days, count);
      case "week", "weeks", "w" ->
          sum.days = Math.addExact(sum.days, Math.multiplyExact(count, 7L));
      case "month", "months", "mon", "mons" -> sum.months = Math.addExact(sum.months, count);
      case "year", "years", "y", "yr", "yrs" ->
          sum.months = Math.addExact(sum.months, Math.multiplyExact(count, 12L));
      default -> throw cursor.failure();
    }
  }

  private static long clock(TextCursor cursor, long sign, long hours) {
    long minutes = cursor.digits(1, 2);
    long seconds = 0;
    long micros = 0;
    if (cursor.accept(':')) {
      seconds = cursor.digits(1, 2);
      if (cursor.accept('.')) {
        micros = cursor.nanos() / 1000;
      }
    }
    if (minutes > 59 || seconds > 59) {
      throw cursor.failure();
    }
    long inSeconds = Math.addExact(Math.multiplyExact(hours, 3600L), minutes * 60 + seconds);
    return Math.addExact(Math.multiplyExact(sign * inSeconds, MICROS_PER_SECOND), sign * micros);
  }

  private static String word(TextCursor cursor) {
    StringBuilder word = new StringBuilder();
    while (Character.isLetter(cursor.peek())) {
      word.append(cursor.next());
    }
    return word.toString().toLowerCase(Locale.ROOT);
  }

  /** The microseconds of a unit of fixed length, 0 for the others. */
  private static long micros(String unit) {
    return switch (unit) {
      case "microsecond", "microseconds", "us" -> 1;
      case "millisecond", "milliseconds", "ms" -> 1000;
      case "second", "seconds", "sec", "secs", "s" -> MICROS_PER_SECOND;
      case "minute", "minutes", "min", "mins", "m" -> 60 * MICROS_PER_SECOND;
      case "hour", "hours", "hr", "hrs", "h" -> 3600 * MICROS_PER_SECOND;
      default -> 0;
    };
  }
}
