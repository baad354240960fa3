package io.quacklake.format.internal.text;

import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;

/** Dates, times of day and timestamps as DuckDB writes them. */
final class DateTimeText {
  static final long INFINITE_DATE = Integer.MAX_VALUE;
  static final long INFINITE_TIMESTAMP = Long.MAX_VALUE;
  private static final long SECONDS_PER_DAY = 86_400;

  private DateTimeText() {}

  static long parseDate(String text) {
    TextCursor cursor = new TextCursor(PrimitiveType.DATE, text.strip());
    if (infinity(text) != 0) {
      return infinity(text) * INFINITE_DATE;
    }
    long days = date(cursor);
    cursor.expectEnd();
    if (Math.abs(days) >= INFINITE_DATE) {
      throw cursor.failure();
    }
    return days;
  }

  static String printDate(long days) {
    if (Math.abs(days) == INFINITE_DATE) {
      return days > 0 ? "infinity" : "-infinity";
    }
    LocalDate date = LocalDate.ofEpochDay(days);
    StringBuilder out = new StringBuilder();
    printDay(out, date);
    return out.toString();
  }

  /** Reads {@code HH:MM[:SS[.fraction]]} into {@code 10^-digits} seconds. */
  static long parseTime(PrimitiveType type, String text, int digits) {
    TextCursor cursor = new TextCursor(type, text.strip());
    long nanos = timeOfDay(cursor);
    cursor.expectEnd();
    return nanos / power(9 - digits);
  }

  static String printTime(long value, int digits) {
    StringBuilder out = new StringBuilder();
    printTimeOfDay(out, value, digits);
    return out.toString();
  }

  static TimeTz parseTimeTz(String text) {
    TextCursor cursor = new TextCursor(PrimitiveType.TIMETZ, text.strip());
    long micros = timeOfDay(cursor) / 1000;
    int offset = cursor.atEnd() ? 0 : offset(cursor);
    cursor.expectEnd();
    return new TimeTz(micros, offset);
  }

  static String printTimeTz(TimeTz value) {
    StringBuilder out = new StringBuilder();
    printTimeOfDay(out, value.micros(), 6);
    int offset = Math.abs(value.offsetSeconds());
    out.append(value.offsetSeconds() < 0 ? '-' : '+');
    two(out, offset / 3600);
    int minutes = offset / 60 % 60;
    int seconds = offset % 60;
    // the reference leaves zero minutes out even before seconds, so that 05:00:30 reads 05:30
    if (minutes != 0 || seconds != 0) {
      two(out.append(':'), minutes);
    }
    if (seconds != 0) {
      two(out.append(':'), seconds);
    }
    return out.toString();
  }

  /**
   * Reads a timestamp into {@code 10^-digits} seconds since 1970. With an offset the result is the
   * instant; types without time zone accept only UTC's. Excess digits are dropped, but rounded for
   * seconds and milliseconds, as the reference casts.
   */
  static long parseTimestamp(PrimitiveType type, String text, int digits) {
    Instant instant = parseInstant(type, text);
    if (instant.equals(Instant.MAX) || instant.equals(Instant.MIN)) {
      return instant.equals(Instant.MAX) ? INFINITE_TIMESTAMP : -INFINITE_TIMESTAMP;
    }
    long seconds = instant.getEpochSecond();
    long fraction = instant.getNano();
    if (digits < 6) {
      fraction = fraction / 1000 * 1000 + power(9 - digits) / 2;
    }
    long perSecond = power(digits);
    fraction /= power(9 - digits);
    if (seconds < 0) { // from the later second down, lest the earliest timestamps overflow
      seconds++;
      fraction -= perSecond;
    }
    try {
      long value = Math.addExact(Math.multiplyExact(seconds, perSecond), fraction);
      if (value <= -INFINITE_TIMESTAMP || value == INFINITE_TIMESTAMP) {
        throw ValueFormatException.of(type, text);
      }
      return value;
    } catch (ArithmeticException overflow) {
      throw ValueFormatException.of(type, text);
    }
  }

  /**
   * Reads a timestamp of any range and up to nine digits; infinities are the greatest and least.
   */
  static Instant parseInstant(PrimitiveType type, String text) {
    int sign = infinity(text);
    if (sign != 0) {
      return sign > 0 ? Instant.MAX : Instant.MIN;
    }
    TextCursor cursor = new TextCursor(type, text.strip());
    long days = date(cursor);
    long nanos = 0;
    if (cursor.accept('T') || cursor.peek() == ' ') {
      cursor.skipSpaces();
      nanos = timeOfDay(cursor);
      cursor.skipSpaces();
    }
    int offset = cursor.atEnd() ? 0 : zone(cursor);
    cursor.expectEnd();
    if (offset != 0 && !isZoned(type)) {
      throw cursor.failure();
    }
    long seconds = days * SECONDS_PER_DAY + nanos / 1_000_000_000 - offset;
    try {
      return Instant.ofEpochSecond(seconds, nanos % 1_000_000_000);
    } catch (DateTimeException outOfRange) {
      throw cursor.failure();
    }
  }

  static String printInstant(PrimitiveType type, Instant instant) {
    if (instant.equals(Instant.MAX) || instant.equals(Instant.MIN)) {
      return instant.equals(Instant.MAX) ? "infinity" : "-infinity";
    }
    StringBuilder out = new StringBuilder();
    long seconds = instant.getEpochSecond();
    printDay(out, LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY)));
    out.append(' ');
    printTimeOfDay(out, Math.floorMod(seconds, SECONDS_PER_DAY), 0);
    fraction(out, instant.getNano(), 9);
    return out.append(isZoned(type) ? "+00" : "").toString();
  }

  private static boolean isZoned(PrimitiveType type) {
    return type == PrimitiveType.TIMESTAMPTZ || type == PrimitiveType.TIMESTAMPTZ_NS;
  }

  static String printTimestamp(PrimitiveType type, long value, int digits) {
    if (value == INFINITE_TIMESTAMP || value == -INFINITE_TIMESTAMP) {
      return value > 0 ? "infinity" : "-infinity";
    }
    long perDay = SECONDS_PER_DAY * power(digits);
    StringBuilder out = new StringBuilder();
    printDay(out, LocalDate.ofEpochDay(Math.floorDiv(value, perDay)));
    out.append(' ');
    printTimeOfDay(out, Math.floorMod(value, perDay), digits);
    return out.append(isZoned(type) ? "+00" : "").toString();
  }

  static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  private static int infinity(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "infinity", "inf", "+infinity" -> 1;
      case "-infinity", "-inf" -> -1;
      default -> 0;
    };
  }

  private static long date(TextCursor cursor) {
    boolean negative = cursor.accept('-');
    long year = cursor.digits(1, 9);
    cursor.expect('-');
    int month = (int) cursor.digits(1, 2);
    cursor.expect('-');
    int day = (int) cursor.digits(1, 2);
    if (cursor.accept(" (BC)")) {
      if (negative || year == 0) {
        throw cursor.failure();
      }
      year = 1 - year;
    } else if (negative) {
      year = -year;
    }
    try {
      return LocalDate.of((int) year, month, day).toEpochDay();
    } catch (DateTimeException notInTheCalendar) {
      throw cursor.failure();
    }
  }

  /** Nanoseconds since midnight; 24:00:00 is legal, nothing after it. */
  private static long timeOfDay(TextCursor cursor) {
    long hours = cursor.digits(1, 2);
    cursor.expect(':');
    long minutes = cursor.digits(1, 2);
    long seconds = 0;
    long nanos = 0;
    if (cursor.accept(':')) {
      seconds = cursor.digits(1, 2);
      if (cursor.accept('.')) {
        nanos = cursor.nanos();
      }
    }
    long total = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000 + nanos;
    if (minutes > 59 || seconds > 59 || total > SECONDS_PER_DAY * 1_000_000_000) {
      throw cursor.failure();
    }
    return total;
  }

  private static int zone(TextCursor cursor) {
    if (cursor.accept("UTC") || cursor.accept('Z')) {
      return 0;
    }
    return offset(cursor);
  }

  /** {@code +HH[:MM[:SS]]} or {@code +HHMM} in seconds east of UTC. */
  private static int offset(TextCursor cursor) {
    boolean west = cursor.accept('-');
    if (!west) {
      cursor.expect('+');
    }
    int start = cursor.position();
    long hours = cursor.digits(1, 4);
    long minutes = 0;
    long seconds = 0;
    if (cursor.position() - start == 4) {
      minutes = hours % 100;
      hours /= 100;
    } else if (cursor.position() - start > 2) {
      throw cursor.failure();
    } else if (cursor.accept(':')) {
      minutes = cursor.digits(2, 2);
      if (cursor.accept(':')) {
        seconds = cursor.digits(2, 2);
      }
    }
    long total = (hours * 60 + minutes) * 60 + seconds;
    if (minutes > 59 || seconds > 59 || total > TimeTz.MAX_OFFSET_SECONDS) {
      throw cursor.failure();
    }
    return (int) (west ? -total : total);
  }

  private static void printDay(StringBuilder out, LocalDate date) {
    boolean beforeChrist = date.getYear() < 1;
    String year = Integer.toString(beforeChrist ? 1 - date.getYear() : date.getYear());
    out.append("0".repeat(Math.max(0, 4 - year.length()))).append(year).append('-');
    two(out, date.getMonthValue()).append('-');
    two(out, date.getDayOfMonth());
    if (beforeChrist) {
      out.append(" (BC)");
    }
  }

  private static void printTimeOfDay(StringBuilder out, long value, int digits) {
    long perSecond = power(digits);
    long seconds = value / perSecond;
    two(out, seconds / 3600).append(':');
    two(out, seconds / 60 % 60).append(':');
    two(out, seconds % 60);
    fraction(out, value % perSecond, digits);
  }

  /** {@code .5} for half a second, nothing for none. */
  static void fraction(StringBuilder out, long fraction, int digits) {
    if (fraction == 0) {
      return;
    }
    String all = Long.toString(fraction);
    all = "0".repeat(digits - all.length()) + all;
    int end = all.length();
    while (all.charAt(end - 1) == '0') {
      end--;
    }
    out.append('.').append(all, 0, end);
  }

  static StringBuilder two(StringBuilder out, long value) {
    return value < 10 ? out.append('0').append(value) : out.append(value);
  }
}
