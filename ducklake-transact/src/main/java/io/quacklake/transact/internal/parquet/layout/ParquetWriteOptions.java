package io.quacklake.transact.internal.parquet.layout;

import org.jspecify.annotations.Nullable;

/**
 * How a file is laid out.
 *
 * @param compressionLevel null for the codec's own default
 * @param rowGroupRows rows of a row group; the last may have fewer
 * @param rowGroupBytes a row group is cut early once this much is buffered
 * @param pageRows rows of a page at most
 * @param pageBytes a page ends with the row that reaches this size before compression
 * @param dictionaryBytes a dictionary that grows beyond this is given up; 0 for none at all
 * @param createdBy the writer's name in the footer
 */
public record ParquetWriteOptions(
    Compression compression,
    @Nullable Integer compressionLevel,
    int rowGroupRows,
    long rowGroupBytes,
    int pageRows,
    int pageBytes,
    int dictionaryBytes,
    DataPages dataPages,
    WideIntegers wideIntegers,
    Checksums checksums,
    Filters filters,
    String createdBy) {

  /** The version of data pages. */
  public enum DataPages {
    V1,
    /** Levels outside the compressed part, and the DELTA and BYTE_STREAM_SPLIT encodings. */
    V2
  }

  /**
   * What happens to int128 and uint128 values that a DOUBLE, the type the reference stores them as,
   * cannot hold exactly.
   */
  public enum WideIntegers {
    /** Stored as the nearest double, as the reference does. */
    ROUND,
    REFUSE
  }

  /** Whether pages carry a CRC-32. */
  public enum Checksums {
    NONE,
    CRC32
  }

  /** Whether column chunks that have a dictionary also have a filter. */
  public enum Filters {
    NONE,
    BLOOM
  }

  private static final int MAX_DICTIONARY_BYTES = 64 << 20;

  /** What the reference writes: snappy, V1 pages, row groups of 122,880 rows. */
  public static final ParquetWriteOptions DEFAULT =
      new ParquetWriteOptions(
          Compression.SNAPPY,
          null,
          122_880,
          256L << 20,
          20_480,
          1 << 20,
          1 << 20,
          DataPages.V1,
          WideIntegers.ROUND,
          Checksums.NONE,
          Filters.BLOOM,
          thisWriter());

  public ParquetWriteOptions {
    positive(rowGroupRows, "rowGroupRows");
    positive(rowGroupBytes, "rowGroupBytes");
    positive(pageRows, "pageRows");
    positive(pageBytes, "pageBytes");
    if (dictionaryBytes < 0 || dictionaryBytes > MAX_DICTIONARY_BYTES) {
      throw new IllegalArgumentException(
          "dictionaryBytes must be 0 to 64 MiB, got " + dictionaryBytes);
    }
  }

  private static void positive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
  }

  private static String thisWriter() {
    String version = ParquetWriteOptions.class.getPackage().getImplementationVersion();
    return "Quacklake " + (version == null ? "(development)" : version);
  }

  public ParquetWriteOptions withCompression(Compression newCompression) {
    return copy(newCompression, null, rowGroupRows, rowGroupBytes, pageRows, pageBytes);
  }

  public ParquetWriteOptions withCompression(Compression newCompression, int level) {
    return copy(newCompression, level, rowGroupRows, rowGroupBytes, pageRows, pageBytes);
  }

  public ParquetWriteOptions withRowGroupRows(int rows) {
    return copy(compression, compressionLevel, rows, rowGroupBytes, pageRows, pageBytes);
  }

  public ParquetWriteOptions withRowGroupBytes(long bytes) {
    return copy(compression, compressionLevel, rowGroupRows, bytes, pageRows, pageBytes);
  }

  public ParquetWriteOptions withPageRows(int rows) {
    return copy(compression, compressionLevel, rowGroupRows, rowGroupBytes, rows, pageBytes);
  }

  public ParquetWriteOptions withPageBytes(int bytes) {
    return copy(compression, compressionLevel, rowGroupRows, rowGroupBytes, pageRows, bytes);
  }

  public ParquetWriteOptions withDictionaryBytes(int bytes) {
    return copy(bytes, dataPages, wideIntegers, checksums, filters);
  }

  public ParquetWriteOptions withDataPages(DataPages pages) {
    return copy(dictionaryBytes, pages, wideIntegers, checksums, filters);
  }

  public ParquetWriteOptions withWideIntegers(WideIntegers integers) {
    return copy(dictionaryBytes, dataPages, integers, checksums, filters);
  }

  public ParquetWriteOptions withChecksums(Checksums sums) {
    return copy(dictionaryBytes, dataPages, wideIntegers, sums, filters);
  }

  public ParquetWriteOptions withFilters(Filters choice) {
    return copy(dictionaryBytes, dataPages, wideIntegers, checksums, choice);
  }

  /**
   * The same as far as the reference can read it encrypted: not in pages of version 2, and without
   * filters, as it writes none.
   */
  public ParquetWriteOptions forEncryption() {
    return withDataPages(DataPages.V1).withFilters(Filters.NONE);
  }

  private ParquetWriteOptions copy(
      Compression codec, @Nullable Integer level, int rows, long bytes, int rowsOfPage, int page) {
    return new ParquetWriteOptions(
        codec,
        level,
        rows,
        bytes,
        rowsOfPage,
        page,
        dictionaryBytes,
        dataPages,
        wideIntegers,
        checksums,
        filters,
        createdBy);
  }

  private ParquetWriteOptions copy(
      int dictionary, DataPages pages, WideIntegers integers, Checksums sums, Filters someFilters) {
    return new ParquetWriteOptions(
        compression,
        compressionLevel,
        rowGroupRows,
        rowGroupBytes,
        pageRows,
        pageBytes,
        dictionary,
        pages,
        integers,
        sums,
        someFilters,
        createdBy);
  }
}
