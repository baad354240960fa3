package io.quacklake.transact.internal.maintain;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads ages such as {@code 2d}, {@code 12h} or, as options have them, {@code 1 week 2 days}. */
public final class Ages {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*([a-z]+)\\s*");
  private static final Map<String, ChronoUnit> UNITS =
      Map.ofEntries(
          Map.entry("s", ChronoUnit.SECONDS),
          Map.entry("sec", ChronoUnit.SECONDS),
          Map.entry("second", ChronoUnit.SECONDS),
          Map.entry("m", ChronoUnit.MINUTES),
          Map.entry("min", ChronoUnit.MINUTES),
          Map.entry("minute", ChronoUnit.MINUTES),
          Map.entry("h", ChronoUnit.HOURS),
          Map.entry("hour", ChronoUnit.HOURS),
          Map.entry("d", ChronoUnit.DAYS),
          Map.entry("day", ChronoUnit.DAYS),
          Map.entry("w", ChronoUnit.WEEKS),
          Map.entry("week", ChronoUnit.WEEKS),
          Map.entry("month", ChronoUnit.MONTHS),
          Map.entry("year", ChronoUnit.YEARS));

  private Ages() {}

  /**
   * @throws IllegalArgumentException if it is no age
   */
  public static Duration parse(String text) {
    String rest = text.strip().toLowerCase(Locale.ROOT);
    Matcher part = PART.matcher(rest);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    OffsetDateTime then = now;
    int end = 0;
    while (end < rest.length() && part.find(end) && part.start() == end) {
      ChronoUnit unit = unit(part.group(2), text);
      then = then.minus(Long.parseLong(part.group(1)), unit);
      end = part.end();
    }
    if (rest.isEmpty() || end < rest.length()) {
      throw refused(text);
    }
    return Duration.between(then, now);
  }

  private static ChronoUnit unit(String word, String text) {
    ChronoUnit unit = UNITS.get(word);
    if (unit == null && word.endsWith("s")) {
      unit = UNITS.get(word.substring(0, word.length() - 1));
    }
    if (unit == null) {
      throw refused(text);
    }
    return unit;
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no age, such as 30m, 12h, 2d or 1 week 2 days.");
  }
}
