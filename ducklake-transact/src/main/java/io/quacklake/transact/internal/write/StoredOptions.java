package io.quacklake.transact.internal.write;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.transact.internal.parquet.layout.Compression;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.DataPages;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.WideIntegers;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of a lake that say how rows are written, out of the texts that it keeps. */
public final class StoredOptions {
  private static final long DEFAULT_TARGET_FILE_SIZE = 512_000_000;
  private static final long DEFAULT_INLINING_LIMIT = 10;
  private static final Set<String> YES = Set.of("true", "1", "t", "yes", "on");

  private final Map<String, String> options;

  public StoredOptions(Map<String, String> options) {
    this.options = Map.copyOf(options);
  }

  /** How Parquet files are laid out. */
  public ParquetWriteOptions parquet() {
    // Files keep 128-bit integers as doubles; rather none than another one.
    ParquetWriteOptions parquet = ParquetWriteOptions.DEFAULT.withWideIntegers(WideIntegers.REFUSE);
    String compression = options.get("parquet_compression");
    String level = options.get("parquet_compression_level");
    Compression codec =
        compression == null ? parquet.compression() : Compression.named(compression);
    boolean leveled =
        level != null
            && (codec == Compression.ZSTD
                || codec == Compression.GZIP
                || codec == Compression.BROTLI);
    parquet =
        leveled && level != null
            ? parquet.withCompression(codec, (int) number("parquet_compression_level", level))
            : parquet.withCompression(codec);
    String rows = options.get("parquet_row_group_size");
    if (rows != null) {
      long count = number("parquet_row_group_size", rows);
      parquet = parquet.withRowGroupRows((int) Math.min(count, Integer.MAX_VALUE));
    }
    String bytes = options.get("parquet_row_group_size_bytes");
    if (bytes != null) {
      parquet = parquet.withRowGroupBytes(bytes("parquet_row_group_size_bytes", bytes));
    }
    String version = options.get("parquet_version");
    return version == null ? parquet : parquet.withDataPages(pages(version));
  }

  private static DataPages pages(String version) {
    return switch (version.toLowerCase(Locale.ROOT)) {
      case "v1", "1" -> DataPages.V1;
      case "v2", "2" -> DataPages.V2;
      default ->
          throw new UnsupportedFeatureException(
              "parquet_version " + version,
              "The lake's option parquet_version is " + version + "; known are V1 and V2.");
    };
  }

  /** Bytes at which a file is full. */
  public long targetFileSize() {
    String text = options.get("target_file_size");
    return text == null ? DEFAULT_TARGET_FILE_SIZE : bytes("target_file_size", text);
  }

  /** The most rows of an insert, or deletes from a file, that go to the catalog; 0 for none. */
  public long inliningRowLimit() {
    String text = options.get("data_inlining_row_limit");
    return text == null ? DEFAULT_INLINING_LIMIT : number("data_inlining_row_limit", text);
  }

  /** Whether partitions have directories named after them. */
  public boolean hivePaths() {
    return isSet("hive_file_pattern", true);
  }

  /** Whether a table with a sort order is sorted as it is written. */
  public boolean sortOnInsert() {
    return isSet("sort_on_insert", true);
  }

  /** Whether deletes go to deletion vectors. */
  public boolean deletionVectors() {
    return isSet("write_deletion_vectors", false);
  }

  private boolean isSet(String key, boolean otherwise) {
    @Nullable String text = options.get(key);
    return text == null ? otherwise : YES.contains(text.toLowerCase(Locale.ROOT));
  }

  private static long number(String key, String text) {
    try {
      long value = Long.parseLong(text.trim());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException noNumber) {
      // refused below
    }
    throw new IllegalArgumentException(
        "The lake's option " + key + " is '" + text + "', which is no whole number from 0 on.");
  }

  /** A number of bytes, maybe with a unit, as DuckDB reads it. */
  private static long bytes(String key, String text) {
    String trimmed = text.trim().toUpperCase(Locale.ROOT).replace(" ", "");
    int end = 0;
    while (end < trimmed.length()
        && (Character.isDigit(trimmed.charAt(end)) || trimmed.charAt(end) == '.')) {
      end++;
    }
    long unit =
        switch (trimmed.substring(end)) {
          case "", "B", "BYTES", "BYTE" -> 1L;
          case "KB" -> 1_000L;
          case "MB" -> 1_000_000L;
          case "GB" -> 1_000_000_000L;
          case "TB" -> 1_000_000_000_000L;
          case "KIB" -> 1L << 10;
          case "MIB" -> 1L << 20;
          case "GIB" -> 1L << 30;
          case "TIB" -> 1L << 40;
          default -> 0L;
        };
    try {
      double value = Double.parseDouble(trimmed.substring(0, end)) * unit;
      if (value >= 1) {
        return (long) value;
      }
    } catch (NumberFormatException noNumber) {
      // refused below
    }
    throw new IllegalArgumentException(
        "The lake's option " + key + " is '" + text + "', which is no number of bytes.");
  }
}
