package io.quacklake.scan;

import io.quacklake.catalog.Catalog;
import io.quacklake.catalog.CatalogConfig;
import io.quacklake.catalog.LakeInfo;
import io.quacklake.catalog.LakeOption;
import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.MacroInfo;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.PooledMemory;
import io.quacklake.scan.internal.batches.DecodePool;
import io.quacklake.scan.internal.feed.ChangesRequest;
import io.quacklake.scan.internal.feed.FeedColumns;
import io.quacklake.scan.internal.feed.FeedExecution;
import io.quacklake.scan.internal.feed.FeedPlan;
import io.quacklake.scan.internal.feed.FeedPlanner;
import io.quacklake.scan.internal.fetch.CatalogCopy;
import io.quacklake.scan.internal.filter.LookUps;
import io.quacklake.scan.internal.keys.FileKeys;
import io.quacklake.scan.internal.parquet.FooterCache;
import io.quacklake.scan.internal.parquet.pages.PageCache;
import io.quacklake.scan.internal.plan.BoundScan;
import io.quacklake.scan.internal.plan.Describer;
import io.quacklake.scan.internal.plan.Locations;
import io.quacklake.scan.internal.plan.Plans;
import io.quacklake.scan.internal.plan.Relation;
import io.quacklake.scan.internal.plan.ScanPlanner;
import io.quacklake.scan.internal.plan.ScanRequest;
import io.quacklake.scan.internal.read.ChosenRows;
import io.quacklake.scan.internal.read.ScanContext;
import io.quacklake.scan.internal.read.ScanExecution;
import io.quacklake.storage.ObjectOpener;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import java.util.List;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An open lake. Safe to share between threads; whoever opened it closes it, after the readers that
 * it gave out.
 *
 * <pre>{@code
 * try (LakehouseSession lake = LakehouseSession.open("duckdb:///meta.ducklake");
 *     ArrowReader rows = lake.scan("main.events").where("day >= DATE '2026-01-01'").open()) {
 *   while (rows.loadNextBatch()) {
 *     consume(rows.getVectorSchemaRoot());
 *   }
 * }
 * }</pre>
 *
 * <p>Every method throws {@link io.quacklake.format.DuckLakeException}s: {@link
 * io.quacklake.format.NotFoundException} for a table, column or snapshot that is not there, {@link
 * io.quacklake.catalog.CatalogException} when the catalog's database fails, {@link
 * io.quacklake.format.UnsupportedFeatureException} for what cannot be read correctly.
 */
public final class LakehouseSession implements AutoCloseable {
  /** Column chunks whose footers are kept, a kilobyte each. */
  private static final long FOOTER_CHUNKS = 1L << 15;

  /** What the pages kept for look-ups may take. */
  private static final long PAGE_BYTES = 128L << 20;

  private final LakehouseConfig config;
  private final Catalog catalog;
  private final Locations locations;
  private final Plans plans;
  private final BufferAllocator allocator;
  private final FooterCache footers = new FooterCache(FOOTER_CHUNKS);
  private final PageCache pages = new PageCache(PAGE_BYTES);
  private final DecodePool pool;
  private final ObjectStores stores;
  private final ObjectOpener opener;

  private LakehouseSession(
      LakehouseConfig config,
      Catalog catalog,
      ObjectStores stores,
      @Nullable ObjectOpener opener,
      BufferAllocator allocator) {
    this.config = config;
    this.catalog = catalog;
    this.stores = stores;
    this.opener = opener == null ? stores : opener;
    String dataPath = config.dataPath() == null ? catalog.info().dataPath() : config.dataPath();
    this.locations =
        config
            .catalog()
            .url()
            .map(url -> Locations.ofUrl(dataPath, url))
            .orElseGet(() -> Locations.of(dataPath, catalog.baseDirectory().orElse(null)));
    this.plans = new Plans(catalog, locations);
    this.allocator = allocator;
    this.pool =
        new DecodePool(Math.max(config.threads(), Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Opens a lake by the address of its catalog, such as {@code duckdb:///meta.ducklake}, {@code
   * ducklake:sqlite:meta.sqlite} or the path of a catalog file.
   */
  public static LakehouseSession open(String address) {
    return open(LakehouseConfig.of(address));
  }

  /** Opens a lake. */
  public static LakehouseSession open(LakehouseConfig config) {
    return open(config, null, PooledMemory.newRootAllocator());
  }

  /**
   * Opens a lake whose scans take their memory from a child of the caller's allocator, to which
   * buffers of their batches may be transferred: they then outlive the session.
   */
  public static LakehouseSession open(LakehouseConfig config, BufferAllocator parent) {
    return open(config, null, parent.newChildAllocator("session", 0, parent.getLimit()));
  }

  /**
   * Opens a lake whose catalog the caller's data source connects to; it stays the caller's to
   * close. The config's address is not used; a relative data path is below the working directory.
   */
  public static LakehouseSession open(LakehouseConfig config, DataSource catalog) {
    return open(config, CatalogConfig.of(catalog), null, PooledMemory.newRootAllocator());
  }

  /** Opens a lake whose files are opened by {@code opener}. */
  static LakehouseSession open(LakehouseConfig config, ObjectOpener opener) {
    return open(config, opener, PooledMemory.newRootAllocator());
  }

  private static LakehouseSession open(
      LakehouseConfig config, @Nullable ObjectOpener opener, BufferAllocator allocator) {
    return open(config, CatalogConfig.of(config.catalog()), opener, allocator);
  }

  private static LakehouseSession open(
      LakehouseConfig config,
      CatalogConfig address,
      @Nullable ObjectOpener opener,
      BufferAllocator allocator) {
    String schema = config.metadataSchema();
    ObjectStores stores = ObjectStores.of(StorageOptions.of(config.storageOptions()));
    Catalog catalog = null;
    try {
      CatalogConfig here = CatalogCopy.ofRemote(address, stores, config.cacheDirectory());
      catalog = Catalog.open(schema == null ? here : here.withMetadataSchema(schema));
      return new LakehouseSession(config, catalog, stores, opener, allocator);
    } catch (RuntimeException failure) {
      if (catalog != null) {
        catalog.close();
      }
      stores.close();
      allocator.close();
      throw failure;
    }
  }

  /** What the catalog says of the lake as a whole. */
  public LakeInfo info() {
    return catalog.info();
  }

  /** The lake's catalog; the session closes it. */
  public Catalog catalog() {
    return catalog;
  }

  /** Where the lake's files lie. */
  public String dataPath() {
    return locations.dataPath();
  }

  /** The stores that its files lie in; the session closes them. */
  public ObjectStores stores() {
    return stores;
  }

  /** The settings it was opened with. */
  public LakehouseConfig config() {
    return config;
  }

  /** The memory that scans of this session use. */
  public BufferAllocator allocator() {
    return allocator;
  }

  /**
   * A scan of all columns and rows of the latest version of a table, such as {@code
   * "analytics.events"}, or of a view that only selects columns and rows of one table.
   */
  public TableScan scan(String table) {
    return scan(TableRef.parse(table));
  }

  /** See {@link #scan(String)}. */
  public TableScan scan(TableRef table) {
    return new TableScan(this, ScanRequest.of(table, config.batchSize(), config.threads()));
  }

  /**
   * The changes that the snapshots {@code from} to {@code to}, both included, made to a table.
   *
   * @see TableChanges
   */
  public TableChanges changes(String table, long from, long to) {
    return changes(TableRef.parse(table), AsOf.snapshot(from), AsOf.snapshot(to));
  }

  /**
   * The changes from one version to another, both included. A time as {@code from} means the first
   * snapshot from then on, as {@code to} the last one until then.
   */
  public TableChanges changes(TableRef table, AsOf from, AsOf to) {
    ScanRequest rows = ScanRequest.of(table, config.batchSize(), config.threads()).withAsOf(to);
    return new TableChanges(this, new ChangesRequest(from, rows));
  }

  /** The latest snapshot. */
  public Snapshot currentSnapshot() {
    return catalog.read(SnapshotReader::latest);
  }

  /** The snapshot that a version names. */
  public Snapshot snapshot(AsOf version) {
    return catalog.read(reader -> ScanPlanner.snapshot(reader, version));
  }

  /** All snapshots that are retained, oldest first. */
  public List<Snapshot> snapshots() {
    return catalog.read(SnapshotReader::snapshots);
  }

  /** Schemas of the latest snapshot. */
  public List<SchemaInfo> schemas() {
    return schemas(AsOf.latest());
  }

  /** Schemas as of a version. */
  public List<SchemaInfo> schemas(AsOf version) {
    return at(version, (reader, snapshot) -> reader.schemas(snapshot.id()));
  }

  /** Tables of the latest snapshot, by schema and name. */
  public List<TableInfo> tables() {
    return tables(AsOf.latest());
  }

  /** Tables as of a version, by schema and name. */
  public List<TableInfo> tables(AsOf version) {
    return at(version, (reader, snapshot) -> reader.tables(snapshot.id()));
  }

  /** Views of the latest snapshot, by schema and name. */
  public List<ViewInfo> views() {
    return views(AsOf.latest());
  }

  /** Views as of a version, by schema and name. */
  public List<ViewInfo> views(AsOf version) {
    return at(version, (reader, snapshot) -> reader.views(snapshot.id()));
  }

  /**
   * A view of the latest snapshot: its SQL, and its columns if it is read without an engine.
   *
   * @throws io.quacklake.format.NotFoundException if there is no such view
   */
  public ViewDescription view(String view) {
    return view(TableRef.parse(view), AsOf.latest());
  }

  /** A view as of a version. */
  public ViewDescription view(TableRef view, AsOf version) {
    return at(version, (reader, snapshot) -> new Describer(reader, snapshot, locations).view(view));
  }

  /** Macros of the latest snapshot, by schema and name. */
  public List<MacroInfo> macros() {
    return macros(AsOf.latest());
  }

  /** Macros as of a version, by schema and name. */
  public List<MacroInfo> macros(AsOf version) {
    return at(version, (reader, snapshot) -> reader.macros(snapshot.id()));
  }

  /** All settings that the catalog keeps: of the lake, its schemas and tables. */
  public List<LakeOption> options() {
    return catalog.read(SnapshotReader::allOptions);
  }

  /**
   * The latest version of a table.
   *
   * @throws io.quacklake.format.NotFoundException if there is no such table
   */
  public TableDescription table(String table) {
    return table(TableRef.parse(table), AsOf.latest());
  }

  /** A table as of a version. */
  public TableDescription table(TableRef table, AsOf version) {
    return at(
        version, (reader, snapshot) -> new Describer(reader, snapshot, locations).table(table));
  }

  /** The columns of a table, or of a view that is read without an engine, as of a version. */
  public List<Column> columns(TableRef relation, AsOf version) {
    return at(
        version, (reader, snapshot) -> Relation.of(relation, reader, snapshot.id()).columns());
  }

  private <R> R at(AsOf version, BiFunction<SnapshotReader, Snapshot, R> question) {
    return catalog.read(reader -> question.apply(reader, ScanPlanner.snapshot(reader, version)));
  }

  ScanPlan plan(ScanRequest request) {
    return plans.of(request).plan();
  }

  Schema schema(ScanRequest request) {
    return catalog.read(
        reader -> ArrowSchemas.schema(new ScanPlanner(reader).bind(request).resultFields()));
  }

  long count(ScanRequest request) {
    Plans.Planned planned = plans.of(request.withColumns(List.of()).withVirtualColumns(List.of()));
    ScanRequest counted = request.withRowFilter(RowFilter.EXACT);
    return execution(planned, counted).count(planned.plan(), request.limit());
  }

  ArrowReader open(ScanRequest request) {
    Plans.Planned planned = plans.of(request);
    return execution(planned, request).open(planned.plan(), request.limit(), request.threads());
  }

  PlannedScan openPlanned(ScanRequest request, @Nullable ChosenRows chosen) {
    Plans.Planned planned = plans.alsoAlike(request);
    ScanContext context = context(planned.scan(), request).withChosen(chosen);
    return new PlannedScan(
        planned.plan(),
        new ScanExecution(context, pool).open(planned.plan(), request.limit(), request.threads()));
  }

  Schema schema(ChangesRequest request) {
    return catalog.read(
        reader -> FeedColumns.schema(new FeedPlanner(reader, locations).bind(request)));
  }

  ArrowReader open(ChangesRequest request) {
    FeedPlan plan = catalog.read(reader -> new FeedPlanner(reader, locations).plan(request));
    ScanRequest rows = request.rows();
    return FeedExecution.open(plan, context(plan.scan(), rows), pool, rows.threads(), rows.limit());
  }

  private ScanExecution execution(Plans.Planned planned, ScanRequest request) {
    return new ScanExecution(context(planned.scan(), request), pool);
  }

  private ScanContext context(BoundScan scan, ScanRequest request) {
    return new ScanContext(
        scan,
        // rows that are no rows of the view are never given out
        scan.view() != null || request.rowFilter() == RowFilter.EXACT,
        request.batchSize(),
        allocator,
        catalog,
        opener,
        footers,
        scan.filter() != null && LookUps.looksUp(scan.filter()) ? pages.share() : null,
        new FileKeys(config.keyUnwrapper()),
        null);
  }

  /** Closes the catalog and the decoding threads. Readers that are still open become unusable. */
  @Override
  public void close() {
    try {
      pool.close();
    } finally {
      try {
        pages.close();
        catalog.close();
      } finally {
        try {
          stores.close();
        } finally {
          allocator.close();
        }
      }
    }
  }
}
