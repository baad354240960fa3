package io.quacklake.scan;

import io.quacklake.catalog.CatalogUri;
import io.quacklake.storage.StorageOptions;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a lake is and how to read it. Immutable; each {@code with…} returns another.
 *
 * <p>{@code toString} shows no secret.
 */
public final class LakehouseConfig {
  /** Rows of a batch unless told otherwise: large enough that the cost of a batch does not show. */
  public static final int DEFAULT_BATCH_SIZE = 65_536;

  private final Values values;

  private LakehouseConfig(Values values) {
    this.values = values;
  }

  /** What the configuration says; nobody changes it once a configuration has it. */
  private static final class Values {
    final CatalogUri catalog;
    @Nullable String dataPath;
    @Nullable String metadataSchema;
    Map<String, String> storageOptions = Map.of();
    int batchSize = DEFAULT_BATCH_SIZE;
    int threads = Runtime.getRuntime().availableProcessors();
    KeyUnwrapper keyUnwrapper = KeyUnwrapper.PLAIN;
    @Nullable Integer inliningLimit;
    @Nullable String cacheDirectory;

    Values(CatalogUri catalog) {
      this.catalog = Objects.requireNonNull(catalog);
    }

    Values(Values other) {
      catalog = other.catalog;
      dataPath = other.dataPath;
      metadataSchema = other.metadataSchema;
      storageOptions = other.storageOptions;
      batchSize = other.batchSize;
      threads = other.threads;
      keyUnwrapper = other.keyUnwrapper;
      inliningLimit = other.inliningLimit;
      cacheDirectory = other.cacheDirectory;
    }
  }

  private LakehouseConfig with(Consumer<Values> change) {
    Values copy = new Values(values);
    change.accept(copy);
    return new LakehouseConfig(copy);
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
    return new LakehouseConfig(new Values(catalog));
  }

  /**
   * Reads data files below this path, not below the one that the catalog names: for a lake that was
   * moved.
   */
  public LakehouseConfig withDataPath(@Nullable String path) {
    return with(changed -> changed.dataPath = path);
  }

  /** The database schema that holds the catalog tables; null for the database's usual one. */
  public LakehouseConfig withMetadataSchema(@Nullable String schema) {
    return with(changed -> changed.metadataSchema = schema);
  }

  /**
   * Options of object stores, by their names or DuckDB's.
   *
   * @throws io.quacklake.format.NotFoundException if there is no such option
   */
  public LakehouseConfig withStorageOptions(Map<String, String> options) {
    Map<String, String> known = Map.copyOf(StorageOptions.of(options).asMap());
    return with(changed -> changed.storageOptions = known);
  }

  /** Most rows of a batch. */
  public LakehouseConfig withBatchSize(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("The batch size must be at least 1, got " + rows);
    }
    return with(changed -> changed.batchSize = rows);
  }

  /** Threads that decode for one scan; 1 decodes in the caller's thread. */
  public LakehouseConfig withThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("At least 1 thread is needed, got " + count);
    }
    return with(changed -> changed.threads = count);
  }

  /** Makes the keys of encrypted files from what the catalog has for them. */
  public LakehouseConfig withKeyUnwrapper(KeyUnwrapper unwrapper) {
    return with(changed -> changed.keyUnwrapper = unwrapper);
  }

  /**
   * Inserts and deletes of at most this many rows go to the catalog, where no stored option says
   * otherwise; 0 for none, null for the usual limit.
   */
  public LakehouseConfig withDataInliningRowLimit(@Nullable Integer rows) {
    if (rows != null && rows < 0) {
      throw new IllegalArgumentException("The limit of inlined rows is 0 or more, got " + rows);
    }
    return with(changed -> changed.inliningLimit = rows);
  }

  /**
   * Where copies of catalog files are kept that lie at URLs; null for where the system keeps
   * caches, or {@code DUCKLAKE_CACHE_DIR}.
   */
  public LakehouseConfig withCacheDirectory(@Nullable String directory) {
    return with(changed -> changed.cacheDirectory = directory);
  }

  public CatalogUri catalog() {
    return values.catalog;
  }

  public @Nullable String dataPath() {
    return values.dataPath;
  }

  public @Nullable String metadataSchema() {
    return values.metadataSchema;
  }

  public Map<String, String> storageOptions() {
    return values.storageOptions;
  }

  public int batchSize() {
    return values.batchSize;
  }

  public @Nullable Integer dataInliningRowLimit() {
    return values.inliningLimit;
  }

  public int threads() {
    return values.threads;
  }

  public @Nullable String cacheDirectory() {
    return values.cacheDirectory;
  }

  public KeyUnwrapper keyUnwrapper() {
    return values.keyUnwrapper;
  }

  @Override
  public String toString() {
    return "LakehouseConfig[catalog="
        + values.catalog
        + (values.dataPath == null ? "" : ", dataPath=" + values.dataPath)
        + (values.storageOptions.isEmpty()
            ? ""
            : ", storageOptions=" + new TreeMap<>(values.storageOptions).keySet())
        + "]";
  }
}
