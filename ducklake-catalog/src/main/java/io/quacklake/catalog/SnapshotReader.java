package io.quacklake.catalog;

import io.quacklake.catalog.internal.cleanup.StoredFileRows;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.init.SnapshotFacts;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.rows.ColumnRows;
import io.quacklake.catalog.internal.rows.DataFileRows;
import io.quacklake.catalog.internal.rows.DeleteFileRows;
import io.quacklake.catalog.internal.rows.InlinedRows;
import io.quacklake.catalog.internal.rows.MappingRows;
import io.quacklake.catalog.internal.rows.MetadataRows;
import io.quacklake.catalog.internal.rows.PartitionRows;
import io.quacklake.catalog.internal.rows.SchemaRows;
import io.quacklake.catalog.internal.rows.SnapshotRows;
import io.quacklake.catalog.internal.rows.TableRows;
import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SchemaId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedRowSet;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.MacroInfo;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.format.type.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the catalog says of snapshots; to be used inside {@link Catalog#read} only. */
public final class SnapshotReader {
  private final SnapshotFacts facts;
  private final SnapshotRows snapshots;
  private final TableRows tables;
  private final MetadataReader details;
  private final SnapshotNames names;
  private final ColumnRows columns;
  private final PartitionRows partitions;
  private final DataFileRows dataFiles;
  private final DeleteFileRows deleteFiles;
  private final InlinedRows inlined;
  private final MappingRows mappings;
  private final MetadataRows metadata;
  private final StoredFileRows storedFiles;

  SnapshotReader(Jdbc jdbc, CatalogLayout layout, SnapshotFacts facts) {
    this.facts = facts;
    this.snapshots = new SnapshotRows(jdbc, layout);
    this.tables = new TableRows(jdbc, layout);
    this.details = new MetadataReader(jdbc, layout);
    this.names = new SnapshotNames(facts, new SchemaRows(jdbc, layout), tables, details);
    this.columns = new ColumnRows(jdbc, layout);
    this.partitions = new PartitionRows(jdbc, layout, columns);
    this.dataFiles = new DataFileRows(jdbc, layout);
    this.deleteFiles = new DeleteFileRows(jdbc, layout, facts);
    this.inlined = new InlinedRows(jdbc, layout, columns, facts);
    this.mappings = new MappingRows(jdbc, layout);
    this.metadata = new MetadataRows(jdbc, layout.columns("ducklake_metadata"));
    this.storedFiles = new StoredFileRows(jdbc);
  }

  /** The state of the catalog that this transaction sees. */
  public CatalogVersion version() {
    return snapshots.version();
  }

  /** The newest snapshot. */
  public Snapshot latest() {
    return snapshots.latest();
  }

  /**
   * @throws NotFoundException if there never was such a snapshot or it has expired
   */
  public Snapshot byId(SnapshotId id) {
    return snapshots.byId(id);
  }

  /**
   * The snapshot with the latest time that is not after {@code time}.
   *
   * @throws NotFoundException if all snapshots are younger
   */
  public Snapshot asOf(Instant time) {
    return snapshots.asOf(time);
  }

  /**
   * The snapshot with the earliest time that is not before {@code time}.
   *
   * @throws NotFoundException if all snapshots are older
   */
  public Snapshot since(Instant time) {
    return snapshots.since(time);
  }

  /** All snapshots that are kept, oldest first. */
  public List<Snapshot> snapshots() {
    return snapshots.all();
  }

  /** The snapshots of a range that are kept, oldest first. */
  public List<Snapshot> snapshots(SnapshotId from, SnapshotId to) {
    return snapshots.between(from, to);
  }

  /** The oldest snapshot that is kept. */
  public SnapshotId oldest() {
    return snapshots.oldest();
  }

  /** The schemas, by name. */
  public List<SchemaInfo> schemas(SnapshotId snapshot) {
    return names.schemas(snapshot);
  }

  /** The tables of all schemas, by name. */
  public List<TableInfo> tables(SnapshotId snapshot) {
    return names.tables(snapshot, schemas(snapshot));
  }

  /** The views of all schemas, by name. */
  public List<ViewInfo> views(SnapshotId snapshot) {
    return names.views(snapshot, schemas(snapshot));
  }

  /** The view of that name, whatever its case, if there is one. */
  public Optional<ViewInfo> view(TableRef ref, SnapshotId snapshot) {
    return names.view(ref, snapshot);
  }

  /** The macros of all schemas, by name. */
  public List<MacroInfo> macros(SnapshotId snapshot) {
    return details.macros(snapshot, schemas(snapshot));
  }

  /** What the catalog says beside what a scan needs. */
  public MetadataReader metadata() {
    return details;
  }

  /** The uuid of a view, which stays when it is renamed. */
  public Optional<String> viewUuid(long view) {
    return details.viewUuid(view);
  }

  /**
   * The table of that name, whatever its case.
   *
   * @throws NotFoundException if there is none; the message suggests near names
   */
  public TableInfo table(TableRef ref, SnapshotId snapshot) {
    return names.table(ref, snapshot);
  }

  /** The top-level columns, in their order. */
  public List<Column> columns(TableId table, SnapshotId snapshot) {
    return facts.of(
        snapshot, new SnapshotFacts.Key<>("columns", table), () -> columns.of(table, snapshot));
  }

  /**
   * The snapshots with which the table's schema became another, in catalogs of specification 1.0
   * and later: files that begin between two of them have the same columns.
   */
  public NavigableSet<SnapshotId> schemaChanges(TableId table) {
    return columns.changes(table);
  }

  /** The id for the next column of a table, nested ones included: no column ever had it. */
  public long nextColumnId(TableId table) {
    return columns.nextId(table);
  }

  /** How new files are partitioned; a spec without fields means that they are not. */
  public PartitionSpec partitionSpec(TableId table, SnapshotId snapshot) {
    return partitions.at(table, snapshot);
  }

  /** All specs that the table ever had, by id: files keep the spec that wrote them. */
  public Map<Long, PartitionSpec> partitionSpecs(TableId table) {
    return partitions.all(table);
  }

  /** The keys by which files are sorted; empty if they are not. */
  public List<SortField> sortOrder(TableId table, SnapshotId snapshot) {
    return partitions.sortOrder(table, snapshot);
  }

  /**
   * Gives the visible data files to {@code use}, in the order of their ids. They are read in pages,
   * so a million files need no more memory than a few thousand.
   *
   * @param statsFor the columns whose statistics the files are to have
   */
  public void dataFiles(
      TableId table, SnapshotId snapshot, Set<FieldId> statsFor, Consumer<DataFile> use) {
    dataFiles.each(table, snapshot, statsFor, use);
  }

  /**
   * Gives the data files that were visible at a snapshot of a range, or at the one before it, to
   * {@code use}, in the order of their ids.
   *
   * @param from the first snapshot
   * @param to the last snapshot
   */
  public void dataFilesBetween(
      TableId table,
      SnapshotId from,
      SnapshotId to,
      Set<FieldId> statsFor,
      Consumer<DataFile> use) {
    dataFiles.eachBetween(table, from, to, statsFor, use);
  }

  /** The delete files that were visible at a snapshot of a range, or at the one before it. */
  public List<DeleteFile> deleteFilesBetween(TableId table, SnapshotId from, SnapshotId to) {
    return deleteFiles.between(table, from, to);
  }

  /**
   * Positions deleted by rows of the catalog up to a snapshot, by data file and by the snapshot
   * that deleted them.
   */
  public Map<FileId, SortedMap<SnapshotId, List<Long>>> inlinedDeletesBySnapshot(
      TableId table, SnapshotId to) {
    Map<FileId, SortedMap<SnapshotId, List<Long>>> deletes = new HashMap<>();
    deleteFiles.eachInlined(
        table,
        to,
        (file, position, snapshot) ->
            deletes
                .computeIfAbsent(file, each -> new TreeMap<>())
                .computeIfAbsent(snapshot, each -> new ArrayList<>())
                .add(position));
    return deletes;
  }

  /** The visible delete files; there may be several for one data file, and all of them count. */
  public List<DeleteFile> deleteFiles(TableId table, SnapshotId snapshot) {
    return deleteFiles.of(table, snapshot);
  }

  /** Positions deleted by rows of the catalog, ascending, by data file. */
  public Map<FileId, long[]> inlinedDeletes(TableId table, SnapshotId snapshot) {
    return deleteFiles.inlined(table, snapshot);
  }

  /** The inlined tables, by schema version; those without a visible row are among them. */
  public List<InlinedTable> inlinedTables(TableId table, SnapshotId snapshot) {
    return inlinedTables(table, new InlinedRowSet.VisibleAt(snapshot));
  }

  /** The inlined tables, by schema version, with the number of their rows that are in a set. */
  public List<InlinedTable> inlinedTables(TableId table, InlinedRowSet rows) {
    return inlined.tables(table, rows, InlinedRows.Wanted.ALL);
  }

  /** The inlined tables with a visible row, by schema version. */
  public List<InlinedTable> inlinedTablesWithRows(TableId table, SnapshotId snapshot) {
    return inlined.tables(
        table, new InlinedRowSet.VisibleAt(snapshot), InlinedRows.Wanted.WITH_ROWS);
  }

  /**
   * The next visible rows of an inlined table, in the order of row id and snapshot.
   *
   * @param wanted some of the table's fields; the rows have their values in this order
   * @param after the last row of the page before, null for the first page
   * @param limit how many rows at most; fewer mean the end
   */
  public List<InlinedRow> inlinedRows(
      InlinedTable table,
      SnapshotId snapshot,
      List<Field> wanted,
      @Nullable InlinedRow after,
      int limit) {
    return inlinedRows(table, new InlinedRowSet.VisibleAt(snapshot), wanted, after, limit);
  }

  /** The same for another set of rows. */
  public List<InlinedRow> inlinedRows(
      InlinedTable table,
      InlinedRowSet rows,
      List<Field> wanted,
      @Nullable InlinedRow after,
      int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more, got " + limit);
    }
    return inlined.page(table, rows, wanted, after, limit);
  }

  /**
   * The names, without directories, of all files that the catalog knows: those of all snapshots and
   * those that are scheduled for deletion. A name has a UUID, so no two files share one.
   */
  public Set<String> fileNames() {
    Set<String> names = fileNamesInUse();
    scheduledFiles().forEach(file -> names.add(StoredFileRows.name(file.path().value())));
    return names;
  }

  /** The same without those that are scheduled for deletion. */
  public Set<String> fileNamesInUse() {
    return storedFiles.namesInUse();
  }

  /** The files that are scheduled for deletion. */
  public List<ScheduledFile> scheduledFiles() {
    return storedFiles.scheduled();
  }

  /** The name mapping of that id. */
  public NameMapping nameMapping(long id) {
    return mappings.of(id);
  }

  /** The settings that hold for a table, a schema or, with neither, the lake. */
  public Map<String, String> options(@Nullable SchemaId schema, @Nullable TableId table) {
    Map<String, String> options = new LinkedHashMap<>();
    metadata.all().stream()
        .filter(option -> option.appliesTo(schema, table))
        .sorted(Comparator.comparing(LakeOption::scope)) // the narrowest last
        .forEach(option -> options.put(option.key(), option.value()));
    return options;
  }

  /** All settings of the lake, its schemas and tables. */
  public List<LakeOption> allOptions() {
    List<LakeOption> options = metadata.all();
    if (options.stream().allMatch(each -> each.scopeId() == null)) {
      return options;
    }
    SnapshotId latest = latest().id();
    Map<Long, String> names = new HashMap<>(); // ids of schemas and tables are of one sequence
    schemas(latest).forEach(each -> names.put(each.id().value(), TableRef.quote(each.name())));
    tables(latest).forEach(each -> names.put(each.id().value(), each.ref().toString()));
    return options.stream()
        .map(each -> each.scopeId() == null ? each : each.named(names.get(each.scopeId())))
        .toList();
  }

  /** The counters of a table, if it has ever had rows. */
  public Optional<TableStats> tableStats(TableId table) {
    return tables.stats(table);
  }
}
