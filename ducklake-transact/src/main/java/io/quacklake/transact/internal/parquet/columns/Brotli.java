package io.quacklake.transact.internal.parquet.columns;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The only class that touches brotli4j, which may be absent. */
final class Brotli {
  private static final int DEFAULT_QUALITY = 5;

  private Brotli() {}

  static boolean isAvailable() {
    return Brotli4jLoader.isAvailable();
  }

  static byte[] compress(byte[] source, int length, @Nullable Integer level) throws IOException {
    int quality = level == null ? DEFAULT_QUALITY : level;
    return Encoder.compress(Arrays.copyOf(source, length), Encoder.Parameters.create(quality));
  }
}
