package io.quacklake.scan.internal.plan;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.Snapshot;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.internal.bind.Binder;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.InlinedPositions;
import io.quacklake.scan.ScanPlan;
import io.quacklake.scan.ScanReport;
import io.quacklake.scan.ScanTask;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.InlinedDataTask;
import io.quacklake.scan.ScanTask.LocatedDelete;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From names to files. Asks the catalog only, within one read transaction. */
public final class ScanPlanner {
  private final SnapshotReader reader;

  public ScanPlanner(SnapshotReader reader) {
    this.reader = reader;
  }

  /** Resolves the names of a request for a table or a view. */
  public BoundScan bind(ScanRequest request) {
    Snapshot snapshot = snapshot(reader, request.asOf());
    return bind(request, snapshot, relation(request, snapshot));
  }

  Relation relation(ScanRequest request, Snapshot snapshot) {
    return Relation.of(request.table(), reader, snapshot.id());
  }

  /**
   * Resolves the names of a request for a table.
   *
   * @throws io.quacklake.format.NotFoundException if it names a view
   */
  public BoundScan bindTable(ScanRequest request) {
    Snapshot snapshot = snapshot(reader, request.asOf());
    return bind(request, snapshot, table(request, snapshot));
  }

  /** The same, though a virtual column may have the name of one of the table's. */
  public BoundScan bindAlsoAlike(ScanRequest request) {
    Snapshot snapshot = snapshot(reader, request.asOf());
    return bindAlsoAlike(request, snapshot, table(request, snapshot));
  }

  private Relation table(ScanRequest request, Snapshot snapshot) {
    return Relation.ofTable(request.table(), reader, snapshot.id());
  }

  /** Resolves the names of a request against what is known of its table or view. */
  static BoundScan bind(ScanRequest request, Snapshot snapshot, Relation relation) {
    requireDistinct(request, relation);
    return bindAlsoAlike(request, snapshot, relation);
  }

  private static BoundScan bindAlsoAlike(
      ScanRequest request, Snapshot snapshot, Relation relation) {
    BoundPredicate filter = relation.filter();
    if (request.filter() != null) {
      BoundPredicate own = Binder.bind(request.filter(), relation.columns());
      filter = filter == null ? own : new BoundPredicate.And(List.of(filter, own));
    }
    return new BoundScan(
        snapshot,
        relation.table(),
        relation.view(),
        relation.tableColumns(),
        Projection.of(relation.columns(), request.columns(), relation.ref()),
        request.virtualColumns(),
        filter,
        request.variants());
  }

  /** The snapshot that a version names. */
  public static Snapshot snapshot(SnapshotReader reader, AsOf version) {
    if (version instanceof AsOf.AtSnapshot at) {
      return reader.byId(at.id());
    }
    if (version instanceof AsOf.AtTime at) {
      return reader.asOf(at.time());
    }
    return reader.latest();
  }

  /** A result must not have two columns of one name because of a virtual column. */
  private static void requireDistinct(ScanRequest request, Relation relation) {
    for (VirtualColumn virtual : request.virtualColumns()) {
      if (relation.view() != null) {
        throw new IllegalArgumentException(
            relation.ref() + " is a view, which has no column " + virtual.columnName() + ".");
      }
      for (Column column : relation.columns()) {
        if (column.name().equalsIgnoreCase(virtual.columnName())) {
          throw new IllegalArgumentException(
              "Table "
                  + request.table()
                  + " has a column "
                  + column.name()
                  + " of its own; the virtual column of that name cannot be asked for.");
        }
      }
    }
  }

  /** The files and catalog rows that a bound scan has to read. */
  static ScanPlan plan(BoundScan scan, TableFiles files, Locations locations) {
    FilePruner pruner = new FilePruner(scan, files::partitionSpecs);
    List<ScanTask> tasks = new ArrayList<>();
    Tally tally = new Tally();
    List<DataFile> kept = new ArrayList<>();
    files.each(
        file -> {
          switch (pruner.decide(file)) {
            case PARTITION -> tally.prunedByPartition++;
            case STATISTICS -> tally.prunedByStatistics++;
            case KEEP -> kept.add(file);
          }
        });
    String tableLocation = scan.table().location(locations.dataPath());
    for (DataFile file : kept) {
      requireParquet(file);
      DataFileTask task =
          new DataFileTask(
              file,
              locations.file(file.path(), tableLocation),
              deletes(file, files, locations, tableLocation),
              inlinedDeletes(file, files),
              file.mappingId() == null ? null : files.nameMapping(file.mappingId()));
      tally.add(task);
      tasks.add(task);
    }
    for (InlinedTable inlined : files.inlinedTables()) {
      if (inlined.visibleRows() > 0) {
        tasks.add(new InlinedDataTask(inlined, scan.snapshot().id()));
        tally.inlinedRows += inlined.visibleRows();
      }
    }
    return new ScanPlan(
        scan.snapshot(),
        scan.table(),
        ArrowSchemas.schema(scan.resultFields()),
        tasks,
        tally.report());
  }

  private static List<LocatedDelete> deletes(
      DataFile file, TableFiles files, Locations locations, String tableLocation) {
    return files.deletes().getOrDefault(file.id(), List.of()).stream()
        .map(each -> new LocatedDelete(each, locations.file(each.path(), tableLocation)))
        .toList();
  }

  private static InlinedPositions inlinedDeletes(DataFile file, TableFiles files) {
    long[] positions = files.inlinedDeletes().get(file.id());
    return positions == null ? InlinedPositions.NONE : new InlinedPositions(positions);
  }

  /** Refuses data files of other formats. */
  public static void requireParquet(DataFile file) {
    if (!file.format().toLowerCase(Locale.ROOT).equals("parquet")) {
      throw new UnsupportedFeatureException(
          "data file format " + file.format(),
          "The data file " + file.path().value() + " is of format " + file.format() + ".");
    }
  }

  /** Sums for the report. */
  private static final class Tally {
    private long files;
    private long bytes;
    private long records;
    private long inlinedRows;
    private long deleteFiles;
    private long inlinedDeletes;
    private long prunedByPartition;
    private long prunedByStatistics;

    void add(DataFileTask task) {
      files++;
      bytes += task.file().sizeBytes();
      records += task.recordCount();
      deleteFiles += task.deletes().size();
      inlinedDeletes += task.inlinedDeletes().size();
    }

    ScanReport report() {
      return new ScanReport(
          files,
          bytes,
          records + inlinedRows,
          inlinedRows,
          deleteFiles,
          inlinedDeletes,
          prunedByPartition,
          prunedByStatistics);
    }
  }
}
