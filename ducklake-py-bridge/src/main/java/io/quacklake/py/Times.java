package io.quacklake.py;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;

/** Reads the time of a time travel. */
final class Times {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("[ ]['T']HH:mm[:ss]")
          .optionalStart()
          .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .appendPattern("[XXX][X]")
          .optionalEnd()
          .toFormatter();

  private Times() {}

  /**
   * {@code 2026-01-31}, {@code 2026-01-31 12:00:00.5} or with an offset; UTC where there is none.
   */
  static Instant parse(String text) {
    try {
      TemporalAccessor parsed =
          FORMAT.parseBest(
              text.strip(), OffsetDateTime::from, LocalDateTime::from, java.time.LocalDate::from);
      if (parsed instanceof OffsetDateTime time) {
        return time.toInstant();
      }
      if (parsed instanceof LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
      }
      return java.time.LocalDate.from(parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Not a time: " + text + ". Write it as 2026-01-31 12:00:00 or 2026-01-31T12:00:00+01:00.",
          e);
    }
  }
}
