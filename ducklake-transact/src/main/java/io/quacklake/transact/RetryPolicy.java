package io.quacklake.transact;

import java.time.Duration;

/**
 * How often a commit is tried when other writers were faster, and how long it waits in between:
 * half to all of {@code firstWait * factor^n}, by chance.
 *
 * @param maxAttempts in all, the first one included
 */
public record RetryPolicy(int maxAttempts, Duration firstWait, double factor) {
  /** Ten attempts, after 0.1 seconds and half as much again each time, as the reference has it. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(10, Duration.ofMillis(100), 1.5);

  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("A commit needs at least 1 attempt, got " + maxAttempts);
    }
    if (firstWait.isNegative()) {
      throw new IllegalArgumentException("The wait must not be negative, got " + firstWait);
    }
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("The factor must be at least 1, got " + factor);
    }
  }

  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(attempts, firstWait, factor);
  }

  public RetryPolicy withFirstWait(Duration wait) {
    return new RetryPolicy(maxAttempts, wait, factor);
  }
}
