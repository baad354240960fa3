package io.quacklake.scan.internal.feed;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.change.Change;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.InlinedRowSet;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.InlinedPositions;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.LocatedDelete;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.scan.internal.plan.BoundScan;
import io.quacklake.scan.internal.plan.FilePruner;
import io.quacklake.scan.internal.plan.Locations;
import io.quacklake.scan.internal.plan.ScanPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;

/** From names to what a feed reads. Asks the catalog only, within one read transaction. */
public final class FeedPlanner {
  /** What tells the rows of a feed apart, behind the columns that are read. */
  static final List<VirtualColumn> KEYS =
      List.of(VirtualColumn.SNAPSHOT_ID, VirtualColumn.ROW_ID, VirtualColumn.FILE_ROW_NUMBER);

  private final SnapshotReader reader;
  private final Locations locations;

  public FeedPlanner(SnapshotReader reader, Locations locations) {
    this.reader = reader;
    this.locations = locations;
  }

  /** Resolves the names of a request. */
  public BoundScan bind(ChangesRequest request) {
    BoundScan scan = new ScanPlanner(reader).bindTable(request.rows());
    FeedColumns.requireDistinct(scan);
    return new BoundScan(
        scan.snapshot(),
        scan.table(),
        null,
        scan.columns(),
        scan.output(),
        KEYS,
        scan.filter(),
        scan.variants());
  }

  /** What the feed has to read. */
  public FeedPlan plan(ChangesRequest request) {
    BoundScan scan = bind(request);
    SnapshotId to = scan.snapshot().id();
    Snapshot first = first(request.from(), to);
    TableId table = scan.table().id();
    FeedRange range = new FeedRange(first.id(), to, silent(table, first.id(), to));
    return new FeedPlan(
        scan,
        range,
        files(scan, range),
        held(reader.inlinedTables(table, new InlinedRowSet.BegunIn(range.from(), to))),
        held(reader.inlinedTables(table, new InlinedRowSet.EndedIn(range.from(), to))));
  }

  private Snapshot first(AsOf from, SnapshotId to) {
    Snapshot first;
    if (from instanceof AsOf.AtTime at) {
      first = reader.since(at.time());
    } else if (from instanceof AsOf.AtSnapshot at) {
      SnapshotId oldest = reader.oldest();
      if (at.id().compareTo(oldest) < 0) {
        throw new NotFoundException(
            "snapshot",
            at.id().toString(),
            "The changes from snapshot "
                + at.id()
                + " on are not all there: snapshots have expired, the oldest that is kept is "
                + oldest
                + ".");
      }
      first = reader.byId(at.id());
    } else {
      first = reader.latest();
    }
    if (first.id().compareTo(to) > 0) {
      throw new IllegalArgumentException(
          "The first snapshot of a change feed, "
              + first.id()
              + ", must not be after the last, "
              + to
              + ".");
    }
    return first;
  }

  /**
   * Rewritten rows are the same rows, which need not show. Where the snapshot before a rewrite has
   * expired, though, and older ones have not, only the rewritten files tell what it changed: see
   * docs/decisions.
   */
  private Set<Long> silent(TableId table, SnapshotId from, SnapshotId to) {
    long oldest = reader.oldest().value();
    Set<Long> silent = new HashSet<>();
    Set<Long> kept = new HashSet<>();
    for (Snapshot snapshot : reader.snapshots(new SnapshotId(Math.max(0, from.value() - 1)), to)) {
      long id = snapshot.id().value();
      kept.add(id);
      boolean known = id == oldest || kept.contains(id - 1);
      if (known && isRewrite(snapshot, table)) {
        silent.add(id);
      }
    }
    return silent;
  }

  private static boolean isRewrite(Snapshot snapshot, TableId table) {
    for (Change change : Change.parse(snapshot.changes())) {
      boolean rewrites =
          switch (change.kind()) {
            case REWRITE_DELETE, COMPACTED_TABLE -> true;
            default -> false;
          };
      if (rewrites && change.id().equals(OptionalLong.of(table.value()))) {
        return true;
      }
    }
    return false;
  }

  private static List<InlinedTable> held(List<InlinedTable> tables) {
    return tables.stream().filter(table -> table.visibleRows() > 0).toList();
  }

  private List<ChangedFile> files(BoundScan scan, FeedRange range) {
    TableId table = scan.table().id();
    Map<FileId, List<DeleteFile>> deletes = new HashMap<>();
    for (DeleteFile file : reader.deleteFilesBetween(table, range.from(), range.to())) {
      deletes.computeIfAbsent(file.dataFile(), any -> new ArrayList<>(1)).add(file);
    }
    Map<FileId, SortedMap<SnapshotId, List<Long>>> inlined =
        reader.inlinedDeletesBySnapshot(table, range.to());
    Map<Long, PartitionSpec> specs =
        scan.filter() == null ? Map.of() : reader.partitionSpecs(scan.table().id());
    FilePruner pruner = new FilePruner(scan, () -> specs);
    Set<FieldId> statistics = scan.filter() == null ? Set.of() : scan.filter().fields();
    List<DataFile> kept = new ArrayList<>();
    reader.dataFilesBetween(
        table,
        range.from(),
        range.to(),
        statistics,
        file -> {
          boolean mayHaveChanges =
              file.lifespan().begin().compareTo(range.from()) >= 0
                  || file.lifespan().end() != null
                  || file.partialMax() != null
                  || file.partialFileInfo() != null
                  || deletes.containsKey(file.id())
                  || inlined.containsKey(file.id());
          if (mayHaveChanges && pruner.mayMatch(file)) {
            kept.add(file);
          }
        });
    String tableLocation = scan.table().location(locations.dataPath());
    Map<Long, NameMapping> mappings = new HashMap<>();
    List<ChangedFile> files = new ArrayList<>();
    for (DataFile file : kept) {
      ScanPlanner.requireParquet(file);
      DataFileTask task =
          new DataFileTask(
              file,
              locations.file(file.path(), tableLocation),
              deletes.getOrDefault(file.id(), List.of()).stream()
                  .map(each -> new LocatedDelete(each, locations.file(each.path(), tableLocation)))
                  .toList(),
              InlinedPositions.NONE,
              file.mappingId() == null
                  ? null
                  : mappings.computeIfAbsent(file.mappingId(), reader::nameMapping));
      Map<SnapshotId, List<Long>> positions = inlined.get(file.id());
      files.add(new ChangedFile(task, positions == null ? Map.of() : positions));
    }
    return files;
  }
}
