package io.quacklake.storage.internal.http;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before a request is made again: doubling, with jitter. */
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long MOST_MILLIS = 5_000;

  private Backoff() {}

  static void sleep(int attempt) throws InterruptedException {
    long most = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(attempt, 10));
    Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }
}
