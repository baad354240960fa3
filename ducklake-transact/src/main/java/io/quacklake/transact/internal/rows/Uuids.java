package io.quacklake.transact.internal.rows;

import java.security.SecureRandom;
import java.util.UUID;

/** UUIDs of version 7, which begin with the time and so sort by age. */
public final class Uuids {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Uuids() {}

  public static UUID next() {
    long time = System.currentTimeMillis();
    long high = time << 16 | 0x7000L | (RANDOM.nextInt() & 0xfffL);
    long low = 0x8000_0000_0000_0000L | RANDOM.nextLong() >>> 2;
    return new UUID(high, low);
  }
}
