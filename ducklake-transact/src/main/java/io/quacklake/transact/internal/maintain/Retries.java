package io.quacklake.transact.internal.maintain;

import io.quacklake.catalog.CatalogException;
import io.quacklake.transact.RetryPolicy;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Does again what the catalog's database refused because of somebody else. */
public final class Retries {
  private Retries() {}

  /** Runs {@code work}, which leaves nothing behind where it fails. */
  public static <T> T run(RetryPolicy policy, Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (CatalogException failure) {
        if (!failure.reason().isRetryable() || attempt >= policy.maxAttempts()) {
          throw failure;
        }
        pause(policy, attempt);
      }
    }
  }

  private static void pause(RetryPolicy policy, int attempt) {
    double longest = policy.firstWait().toMillis() * Math.pow(policy.factor(), attempt - 1.0);
    try {
      Thread.sleep((long) (longest * ThreadLocalRandom.current().nextDouble(0.5, 1.0)));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Maintenance was interrupted before it was done.", stopped);
    }
  }
}
