package io.quacklake.transact.internal.parquet.columns;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.layout.Compression;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** Compresses the pages of a file, one after the other, into an array that it reuses. */
public final class PageCompressor implements AutoCloseable {
  private final Compression compression;
  private final @Nullable Integer level;
  private final @Nullable ZstdCompressCtx zstd;
  private final @Nullable LZ4Compressor lz4;
  private final ByteSink body = new ByteSink(1 << 12);
  private byte[] result = new byte[0];

  public PageCompressor(ParquetWriteOptions options) {
    compression = options.compression();
    level = options.compressionLevel();
    zstd = compression == Compression.ZSTD ? new ZstdCompressCtx() : null;
    if (zstd != null && level != null) {
      zstd.setLevel(level);
    }
    lz4 = compression == Compression.LZ4_RAW ? LZ4Factory.fastestInstance().fastCompressor() : null;
    if (compression == Compression.BROTLI) {
      requireBrotli();
    }
  }

  Compression compression() {
    return compression;
  }

  /** Where the columns of a file put one page together, one after the other. */
  ByteSink body() {
    return body;
  }

  /** Bytes of heap that it keeps. */
  public long held() {
    return body.capacity() + (long) result.length;
  }

  /** Gives back what it keeps for the next page. */
  public void release() {
    body.clearToAtMost(0);
    result = new byte[0];
  }

  /** The compressed bytes: the beginning of this array, until the next page. */
  byte[] result() {
    return result;
  }

  /** Compresses into {@link #result} and returns the length there. */
  int compress(byte[] source, int length) {
    try {
      return switch (compression) {
        case UNCOMPRESSED -> {
          result = source;
          yield length;
        }
        case SNAPPY -> {
          room(Snappy.maxCompressedLength(length));
          yield Snappy.rawCompress(source, 0, length, result, 0);
        }
        case ZSTD -> {
          room(Zstd.compressBound(length));
          if (zstd == null) {
            throw new IllegalStateException("closed");
          }
          yield zstd.compressByteArray(result, 0, result.length, source, 0, length);
        }
        case LZ4_RAW -> {
          if (lz4 == null) {
            throw new IllegalStateException("closed");
          }
          room(lz4.maxCompressedLength(length));
          yield lz4.compress(source, 0, length, result, 0);
        }
        case GZIP -> gzip(source, length);
        case BROTLI -> {
          result = Brotli.compress(source, length, level);
          yield result.length;
        }
      };
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  private void room(long needed) {
    if (needed > Integer.MAX_VALUE - 16) {
      throw new IllegalStateException("A page of more than 2 GiB cannot be written.");
    }
    if (result.length < needed) {
      result = new byte[(int) needed];
    }
  }

  private int gzip(byte[] source, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2 + 32);
    try (LeveledGzip out = new LeveledGzip(bytes, level)) {
      out.write(source, 0, length);
    }
    result = bytes.toByteArray();
    return result.length;
  }

  private static final class LeveledGzip extends GZIPOutputStream {
    LeveledGzip(ByteArrayOutputStream out, @Nullable Integer level) throws IOException {
      super(out, 8192);
      if (level != null) {
        def.setLevel(level);
      }
    }
  }

  private static void requireBrotli() {
    try {
      if (Brotli.isAvailable()) {
        return;
      }
    } catch (NoClassDefFoundError notOnTheClassPath) {
      // Refused below.
    }
    throw new UnsupportedFeatureException(
        "compression brotli",
        "Cannot compress with brotli: brotli4j or its native library is not on the class path."
            + " Add it, or use zstd.");
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
    }
  }
}
