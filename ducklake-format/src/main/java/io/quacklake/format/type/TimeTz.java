package io.quacklake.format.type;

/**
 * A time of day with an offset from UTC.
 *
 * @param micros local time of day in microseconds, 0 to 24:00:00 inclusive
 * @param offsetSeconds seconds east of UTC, less than 16 hours
 */
public record TimeTz(long micros, int offsetSeconds) {
  public static final long MICROS_PER_DAY = 86_400_000_000L;
  public static final int MAX_OFFSET_SECONDS = 16 * 3600 - 1;

  public TimeTz {
    if (micros < 0 || micros > MICROS_PER_DAY) {
      throw new IllegalArgumentException(
          "A time of day is 0 to " + MICROS_PER_DAY + " microseconds, got " + micros);
    }
    if (Math.abs(offsetSeconds) > MAX_OFFSET_SECONDS) {
      throw new IllegalArgumentException(
          "An offset is less than 16 hours, got " + offsetSeconds + " seconds");
    }
  }

  /** Microseconds since midnight UTC; negative or beyond a day when the offset crosses midnight. */
  public long utcMicros() {
    return micros - offsetSeconds * 1_000_000L;
  }
}
