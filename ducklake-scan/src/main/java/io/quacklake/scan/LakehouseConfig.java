package io.quacklake.scan;

import io.quacklake.catalog.CatalogUri;
import io.quacklake.storage.StorageOptions;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a lake is and how to read it. Immutable; each {@code with…} returns another.
 *
 * <p>{@code toString} shows no secret.
 */
public final class LakehouseConfig {
  /** Rows of a batch unless told otherwise: large enough that the cost of a batch does not show. */
  public static final int DEFAULT_BATCH_SIZE = 65_536;

  private final CatalogUri catalog;
  private final @Nullable String dataPath;
  private final @Nullable String metadataSchema;
  private final Map<String, String> storageOptions;
  private final int batchSize;
  private final int threads;
  private final KeyUnwrapper keyUnwrapper;
  private final @Nullable Integer inliningLimit;
  private final @Nullable String cacheDirectory;

  private LakehouseConfig(
      CatalogUri catalog,
      @Nullable String dataPath,
      @Nullable String metadataSchema,
      Map<String, String> storageOptions,
      int batchSize,
      int threads,
      KeyUnwrapper keyUnwrapper,
      @Nullable Integer inliningLimit,
      @Nullable String cacheDirectory) {
    this.catalog = catalog;
    this.dataPath = dataPath;
    this.metadataSchema = metadataSchema;
    this.storageOptions = Map.copyOf(storageOptions);
    this.batchSize = batchSize;
    this.threads = threads;
    this.keyUnwrapper = keyUnwrapper;
    this.inliningLimit = inliningLimit;
    this.cacheDirectory = cacheDirectory;
  }

  /**
   * A lake by the address of its catalog, such as {@code duckdb:///meta.ducklake}, {@code
   * ducklake:sqlite:meta.sqlite} or the path of an existing catalog file.
   */
  public static LakehouseConfig of(String address) {
    return of(CatalogUri.parse(address));
  }

  /** A lake by the address of its catalog. */
  public static LakehouseConfig of(CatalogUri catalog) {
    return new LakehouseConfig(
        Objects.requireNonNull(catalog),
        null,
        null,
        Map.of(),
        DEFAULT_BATCH_SIZE,
        Runtime.getRuntime().availableProcessors(),
        KeyUnwrapper.PLAIN,
        null,
        null);
  }

  /**
   * Reads data files below this path, not below the one that the catalog names: for a lake that was
   * moved.
   */
  public LakehouseConfig withDataPath(@Nullable String path) {
    return new LakehouseConfig(
        catalog,
        path,
        metadataSchema,
        storageOptions,
        batchSize,
        threads,
        keyUnwrapper,
        inliningLimit,
        cacheDirectory);
  }

  /** The database schema that holds the catalog tables; null for the database's usual one. */
  public LakehouseConfig withMetadataSchema(@Nullable String schema) {
    return new LakehouseConfig(
        catalog,
        dataPath,
        schema,
        storageOptions,
        batchSize,
        threads,
        keyUnwrapper,
        inliningLimit,
        cacheDirectory);
  }

  /**
   * Options of object stores, by their names or DuckDB's.
   *
   * @throws io.quacklake.format.NotFoundException if there is no such option
   */
  public LakehouseConfig withStorageOptions(Map<String, String> options) {
    return new LakehouseConfig(
        catalog,
        dataPath,
        metadataSchema,
        StorageOptions.of(options).asMap(),
        batchSize,
        threads,
        keyUnwrapper,
        inliningLimit,
        cacheDirectory);
  }

  /** Most rows of a batch. */
  public LakehouseConfig withBatchSize(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("The batch size must be at least 1, got " + rows);
    }
    return new LakehouseConfig(
        catalog,
        dataPath,
        metadataSchema,
        storageOptions,
        rows,
        threads,
        keyUnwrapper,
        inliningLimit,
        cacheDirectory);
  }

  /** Threads that decode for one scan; 1 decodes in the caller's thread. */
  public LakehouseConfig withThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("At least 1 thread is needed, got " + count);
    }
    return new LakehouseConfig(
        catalog,
        dataPath,
        metadataSchema,
        storageOptions,
        batchSize,
        count,
        keyUnwrapper,
        inliningLimit,
        cacheDirectory);
  }

  /** Makes the keys of encrypted files from what the catalog has for them. */
  public LakehouseConfig withKeyUnwrapper(KeyUnwrapper unwrapper) {
    return new LakehouseConfig(
        catalog,
        dataPath,
        metadataSchema,
        storageOptions,
        batchSize,
        threads,
        unwrapper,
        inliningLimit,
        cacheDirectory);
  }

  /**
   * Inserts and deletes of at most this many rows go to the catalog, where no stored option says
   * otherwise; 0 for none, null for the usual limit.
   */
  public LakehouseConfig withDataInliningRowLimit(@Nullable Integer rows) {
    if (rows != null && rows < 0) {
      throw new IllegalArgumentException("The limit of inlined rows is 0 or more, got " + rows);
    }
    return new LakehouseConfig(
        catalog,
        dataPath,
        metadataSchema,
        storageOptions,
        batchSize,
        threads,
        keyUnwrapper,
        rows,
        cacheDirectory);
  }

  /**
   * Where copies of catalog files are kept that lie at URLs; null for where the system keeps
   * caches, or {@code DUCKLAKE_CACHE_DIR}.
   */
  public LakehouseConfig withCacheDirectory(@Nullable String directory) {
    return new LakehouseConfig(
        catalog,
        dataPath,
        metadataSchema,
        storageOptions,
        batchSize,
        threads,
        keyUnwrapper,
        inliningLimit,
        directory);
  }

  public CatalogUri catalog() {
    return catalog;
  }

  public @Nullable String dataPath() {
    return dataPath;
  }

  public @Nullable String metadataSchema() {
    return metadataSchema;
  }

  public Map<String, String> storageOptions() {
    return storageOptions;
  }

  public int batchSize() {
    return batchSize;
  }

  public @Nullable Integer dataInliningRowLimit() {
    return inliningLimit;
  }

  public int threads() {
    return threads;
  }

  public @Nullable String cacheDirectory() {
    return cacheDirectory;
  }

  public KeyUnwrapper keyUnwrapper() {
    return keyUnwrapper;
  }

  @Override
  public String toString() {
    return "LakehouseConfig[catalog="
        + catalog
        + (dataPath == null ? "" : ", dataPath=" + dataPath)
        + (storageOptions.isEmpty()
            ? ""
            : ", storageOptions=" + new TreeMap<>(storageOptions).keySet())
        + "]";
  }
}
