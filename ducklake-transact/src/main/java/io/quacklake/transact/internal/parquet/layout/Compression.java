package io.quacklake.transact.internal.parquet.layout;

import io.quacklake.format.UnsupportedFeatureException;
import java.util.Locale;
import org.apache.parquet.format.CompressionCodec;

/** How pages are compressed. */
public enum Compression {
  UNCOMPRESSED(CompressionCodec.UNCOMPRESSED),
  SNAPPY(CompressionCodec.SNAPPY),
  GZIP(CompressionCodec.GZIP),
  ZSTD(CompressionCodec.ZSTD),
  LZ4_RAW(CompressionCodec.LZ4_RAW),
  /** Needs brotli4j on the class path. */
  BROTLI(CompressionCodec.BROTLI);

  private final CompressionCodec codec;

  Compression(CompressionCodec codec) {
    this.codec = codec;
  }

  /** The codec of a name as lakes store it ({@code parquet_compression}), in any case. */
  public static Compression named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "uncompressed", "none" -> UNCOMPRESSED;
      case "snappy" -> SNAPPY;
      case "gzip" -> GZIP;
      case "zstd" -> ZSTD;
      case "lz4", "lz4_raw" -> LZ4_RAW;
      case "brotli" -> BROTLI;
      default ->
          throw new UnsupportedFeatureException(
              "compression " + name,
              "Cannot compress with "
                  + name
                  + "; use uncompressed, snappy, gzip, zstd, lz4_raw or brotli.");
    };
  }

  public CompressionCodec codec() {
    return codec;
  }
}
