package io.quacklake.catalog.dialect;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds since 1970. */
final class Micros {
  private Micros() {}

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long of(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
