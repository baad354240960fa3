package io.quacklake.scan.internal.plan;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.schema.NameMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a plan has to know of the files and inlined rows of a table at a snapshot. */
interface TableFiles {
  /** Gives each visible data file to {@code use}, with the statistics that the plan needs. */
  void each(Consumer<DataFile> use);

  Map<FileId, List<DeleteFile>> deletes();

  Map<FileId, long[]> inlinedDeletes();

  /** All specs that files may have, by id; empty where no filter or file asks for them. */
  Map<Long, PartitionSpec> partitionSpecs();

  List<InlinedTable> inlinedTables();

  NameMapping nameMapping(long id);

  /** As the catalog says it now; files come page by page, so that any number of them fits. */
  static TableFiles asked(SnapshotReader reader, BoundScan scan) {
    TableId table = scan.table().id();
    SnapshotId snapshot = scan.snapshot().id();
    Set<FieldId> statistics = scan.statistics();
    Map<FileId, List<DeleteFile>> deletes = new HashMap<>();
    for (DeleteFile file : reader.deleteFiles(table, snapshot)) {
      deletes.computeIfAbsent(file.dataFile(), any -> new ArrayList<>(1)).add(file);
    }
    Map<FileId, long[]> inlinedDeletes = reader.inlinedDeletes(table, snapshot);
    List<InlinedTable> inlinedTables = reader.inlinedTablesWithRows(table, snapshot);
    Map<Long, NameMapping> mappings = new HashMap<>();
    return new TableFiles() {
      private @Nullable Map<Long, PartitionSpec> specs;

      @Override
      public void each(Consumer<DataFile> use) {
        reader.dataFiles(table, snapshot, statistics, use);
      }

      @Override
      public Map<FileId, List<DeleteFile>> deletes() {
        return deletes;
      }

      @Override
      public Map<FileId, long[]> inlinedDeletes() {
        return inlinedDeletes;
      }

      @Override
      public Map<Long, PartitionSpec> partitionSpecs() {
        Map<Long, PartitionSpec> known = specs;
        if (known == null) {
          known = statistics.isEmpty() ? Map.of() : reader.partitionSpecs(table);
          specs = known;
        }
        return known;
      }

      @Override
      public List<InlinedTable> inlinedTables() {
        return inlinedTables;
      }

      @Override
      public NameMapping nameMapping(long id) {
        return mappings.computeIfAbsent(id, reader::nameMapping);
      }
    };
  }

  /** The same, kept; {@link #files} in their order. Immutable. */
  record Known(
      List<DataFile> files,
      Map<FileId, List<DeleteFile>> deletes,
      Map<FileId, long[]> inlinedDeletes,
      Map<Long, PartitionSpec> partitionSpecs,
      List<InlinedTable> inlinedTables,
      Map<Long, NameMapping> mappings)
      implements TableFiles {
    @Override
    public void each(Consumer<DataFile> use) {
      files.forEach(use);
    }

    @Override
    public NameMapping nameMapping(long id) {
      NameMapping mapping = mappings.get(id);
      if (mapping == null) {
        throw new IllegalStateException("The name mapping " + id + " was not kept");
      }
      return mapping;
    }

    /** About how many kilobytes of memory it takes. */
    long weight() {
      long positions = inlinedDeletes.values().stream().mapToLong(each -> each.length).sum();
      return 1L + files.size() + deletes.size() + inlinedTables.size() + positions / 128;
    }
  }

  /** Passes on what the catalog says and keeps it, unless there are too many files. */
  final class Keeping implements TableFiles {
    private final TableFiles asked;
    private final int most;
    private final Map<Long, NameMapping> mappings = new HashMap<>();
    private @Nullable List<DataFile> files = new ArrayList<>();

    Keeping(TableFiles asked, int most) {
      this.asked = asked;
      this.most = most;
    }

    /** What was passed on; null if it was too much. All files must have been asked for. */
    @Nullable Known known() {
      List<DataFile> all = files;
      if (all == null) {
        return null;
      }
      for (DataFile file : all) {
        if (file.mappingId() != null) {
          nameMapping(file.mappingId());
        }
      }
      return new Known(
          List.copyOf(all),
          deletes(),
          inlinedDeletes(),
          all.stream().allMatch(file -> file.partitionId() == null) ? Map.of() : partitionSpecs(),
          inlinedTables(),
          mappings);
    }

    @Override
    public void each(Consumer<DataFile> use) {
      asked.each(
          file -> {
            List<DataFile> kept = files;
            if (kept != null && kept.size() < most) {
              kept.add(file);
            } else {
              files = null;
            }
            use.accept(file);
          });
    }

    @Override
    public Map<FileId, List<DeleteFile>> deletes() {
      return asked.deletes();
    }

    @Override
    public Map<FileId, long[]> inlinedDeletes() {
      return asked.inlinedDeletes();
    }

    @Override
    public Map<Long, PartitionSpec> partitionSpecs() {
      return asked.partitionSpecs();
    }

    @Override
    public List<InlinedTable> inlinedTables() {
      return asked.inlinedTables();
    }

    @Override
    public NameMapping nameMapping(long id) {
      return mappings.computeIfAbsent(id, asked::nameMapping);
    }
  }
}
