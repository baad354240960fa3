package io.quacklake.transact.internal.write;

import java.security.SecureRandom;
import java.util.UUID;

/** Names of new files, which sort by the time they were made. */
public final class FileNames {
  private static final SecureRandom RANDOM = new SecureRandom();

  private FileNames() {}

  public static String dataFile() {
    return "ducklake-" + uuidV7() + ".parquet";
  }

  public static String deleteFile() {
    return "ducklake-" + uuidV7() + "-delete.parquet";
  }

  /** A UUID of version 7: milliseconds since 1970, then random bits. */
  static UUID uuidV7() {
    long high = (System.currentTimeMillis() << 16) | 0x7000 | (RANDOM.nextInt() & 0x0FFF);
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
