package io.quacklake.scan.internal.plan;

import io.quacklake.catalog.MetadataReader;
import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.FileId;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.FileTotals;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.scan.TableDescription;
import io.quacklake.scan.TableSize;
import io.quacklake.scan.ViewDescription;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.view.ViewBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the catalog says of a table or view at a snapshot. */
public final class Describer {
  private final SnapshotReader reader;
  private final Snapshot snapshot;
  private final Locations locations;

  public Describer(SnapshotReader reader, Snapshot snapshot, Locations locations) {
    this.reader = reader;
    this.snapshot = snapshot;
    this.locations = locations;
  }

  /** Describes a table. */
  public TableDescription table(TableRef ref) {
    TableInfo table = reader.table(ref, snapshot.id());
    TableId id = table.id();
    List<Column> columns = reader.columns(id, snapshot.id());
    MetadataReader metadata = reader.metadata();
    return new TableDescription(
        snapshot,
        table,
        table.location(locations.dataPath()),
        columns,
        ArrowSchemas.schema(columns.stream().map(Column::field).toList()),
        reader.partitionSpec(id, snapshot.id()),
        reader.sortOrder(id, snapshot.id()),
        size(id),
        metadata.tags(id, snapshot.id()),
        metadata.columnTags(id, snapshot.id()),
        metadata.columnSummaries(id),
        reader.tableStats(id).orElse(null));
  }

  /** Describes a view. */
  public ViewDescription view(TableRef ref) {
    ViewInfo view = reader.view(ref, snapshot.id()).orElseThrow(() -> noView(ref));
    try {
      ViewBinding binding = ViewBinding.of(view, reader, snapshot.id());
      return new ViewDescription(snapshot, view, binding.columns(), null);
    } catch (UnsupportedFeatureException needsEngine) {
      return new ViewDescription(snapshot, view, null, needsEngine.getMessage());
    }
  }

  private NotFoundException noView(TableRef ref) {
    return NotFoundException.withSuggestions(
        "view",
        ref.toString(),
        "the lake at snapshot " + snapshot.id(),
        reader.views(snapshot.id()).stream().map(each -> each.ref().toString()).toList());
  }

  private TableSize size(TableId table) {
    FileTotals files = reader.metadata().fileTotals(table, snapshot.id());
    long inlinedRows =
        reader.inlinedTables(table, snapshot.id()).stream()
            .mapToLong(each -> each.visibleRows())
            .sum();
    Deletes deletes = deletes(table, files);
    @Nullable Long rows = null;
    if (files.newerFiles() == 0 && deletes.deleted() != null) {
      rows = files.records() - deletes.deleted() + inlinedRows;
    }
    return new TableSize(
        rows,
        files.records() + inlinedRows,
        files.dataFiles(),
        files.dataBytes(),
        files.deleteFiles(),
        files.deleteBytes(),
        inlinedRows,
        deletes.inlined());
  }

  /**
   * @param deleted how many rows of visible files are deleted, null where only the delete files say
   * @param inlined how many of them by rows of the catalog
   */
  private record Deletes(@Nullable Long deleted, long inlined) {}

  private Deletes deletes(TableId table, FileTotals totals) {
    Map<FileId, long[]> inlined = reader.inlinedDeletes(table, snapshot.id());
    if (totals.deleteFiles() == 0 && inlined.isEmpty()) {
      return new Deletes(0L, 0);
    }
    Map<FileId, @Nullable Long> inFiles = new HashMap<>();
    for (DeleteFile file : reader.deleteFiles(table, snapshot.id())) {
      // Two delete files of one data file, after a race, may name the same positions.
      boolean isOnly = !inFiles.containsKey(file.dataFile());
      inFiles.put(file.dataFile(), isOnly ? file.deleteCount() : null);
    }
    // A delete file may hold positions that later snapshots deleted; the catalog does not say so.
    boolean known = inFiles.isEmpty() || snapshot.id().equals(reader.latest().id());
    long[] sums = new long[3]; // of delete files, of rows of the catalog, unknown
    reader.dataFiles(
        table,
        snapshot.id(),
        java.util.Set.of(),
        file -> {
          long[] positions = inlined.get(file.id());
          sums[1] += positions == null ? 0 : positions.length;
          if (inFiles.containsKey(file.id())) {
            Long count = inFiles.get(file.id());
            boolean isSure = count != null && count <= file.recordCount() && positions == null;
            sums[0] += isSure ? count : 0;
            sums[2] += isSure ? 0 : 1;
          }
        });
    return new Deletes(known && sums[2] == 0 ? sums[0] + sums[1] : null, sums[1]);
  }
}
