package io.quacklake.transact.internal.maintain;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.scan.InlinedPositions;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.internal.plan.Locations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the data files of a table that are to become one. Asks the catalog only. */
public final class MergePlanner {
  private static final SnapshotId FIRST = new SnapshotId(0);

  /** The order in which the rows of a merged file come. */
  private static final Comparator<DataFile> ORDER =
      Comparator.comparing((DataFile file) -> file.lifespan().begin())
          .thenComparing(DataFile::rowIdStart, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(DataFile::id);

  private final SnapshotReader reader;
  private final TableInfo table;
  private final SnapshotId base;
  private final Locations locations;

  /**
   * @param base the latest snapshot
   */
  public MergePlanner(
      SnapshotReader reader, TableInfo table, SnapshotId base, Locations locations) {
    this.reader = reader;
    this.table = table;
    this.base = base;
    this.locations = locations;
  }

  /** What files have to have in common: the version of the schema and the partition. */
  private record Key(
      @Nullable SnapshotId schema,
      @Nullable Long partition,
      Map<Integer, @Nullable String> partitionValues) {}

  /**
   * The files to be merged, by what becomes one file.
   *
   * @param targetSize files from here on are large enough
   */
  public List<MergeGroup> groups(long targetSize) {
    TableId id = table.id();
    NavigableSet<SnapshotId> schemas = reader.schemaChanges(id);
    Map<Key, List<DataFile>> alike = new LinkedHashMap<>();
    for (DataFile file : candidates(targetSize)) {
      SnapshotId schema = schemas.floor(file.lifespan().begin());
      alike
          .computeIfAbsent(
              new Key(schema, file.partitionId(), file.partitionValues()), any -> new ArrayList<>())
          .add(file);
    }
    List<MergeGroup> groups = new ArrayList<>();
    Map<Long, NameMapping> mappings = new HashMap<>();
    alike.forEach(
        (key, files) -> {
          if (files.size() > 1) {
            List<Column> columns = reader.columns(id, files.get(0).lifespan().begin());
            for (List<DataFile> some : packed(files, targetSize)) {
              groups.add(
                  new MergeGroup(
                      some.stream().map(file -> task(file, mappings)).toList(), columns));
            }
          }
        });
    return groups;
  }

  /** Small files without deletes, neither now nor at any snapshot before, in the order of rows. */
  private List<DataFile> candidates(long targetSize) {
    Set<FileId> deletedFrom = new HashSet<>(reader.inlinedDeletes(table.id(), base).keySet());
    for (DeleteFile file : reader.deleteFilesBetween(table.id(), FIRST, base)) {
      deletedFrom.add(file.dataFile());
    }
    List<DataFile> all = new ArrayList<>();
    Map<LakePath, Integer> uses = new HashMap<>();
    reader.dataFilesBetween(
        table.id(),
        FIRST,
        base,
        Set.of(),
        file -> {
          uses.merge(file.path(), 1, Integer::sum);
          if (file.lifespan().end() == null
              && file.sizeBytes() < targetSize
              && file.partialFileInfo() == null
              && !deletedFrom.contains(file.id())
              && file.format().toLowerCase(Locale.ROOT).equals("parquet")) {
            all.add(file);
          }
        });
    // A file that was added twice is still needed when one of its rows in the catalog is gone.
    all.removeIf(file -> uses.getOrDefault(file.path(), 0) > 1);
    all.sort(ORDER);
    return all;
  }

  /** One after another until they are large enough; a single one stays as it is. */
  private static List<List<DataFile>> packed(List<DataFile> files, long targetSize) {
    List<List<DataFile>> packs = new ArrayList<>();
    List<DataFile> pack = new ArrayList<>();
    long bytes = 0;
    for (DataFile file : files) {
      if (bytes >= targetSize) {
        packs.add(pack);
        pack = new ArrayList<>();
        bytes = 0;
      }
      pack.add(file);
      bytes += file.sizeBytes();
    }
    packs.add(pack);
    packs.removeIf(each -> each.size() < 2);
    return packs;
  }

  private DataFileTask task(DataFile file, Map<Long, NameMapping> mappings) {
    Long mapping = file.mappingId();
    return new DataFileTask(
        file,
        locations.file(file.path(), table.location(locations.dataPath())),
        List.of(),
        InlinedPositions.NONE,
        mapping == null ? null : mappings.computeIfAbsent(mapping, reader::nameMapping));
  }
}
