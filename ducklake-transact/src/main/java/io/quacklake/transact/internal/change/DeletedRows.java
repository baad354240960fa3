package io.quacklake.transact.internal.change;

import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.SortedLongs;
import io.quacklake.scan.KeyUnwrapper;
import io.quacklake.scan.ScanPlan;
import io.quacklake.scan.ScanTask;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.InlinedDataTask;
import io.quacklake.scan.internal.deletes.DeleteFileReader;
import io.quacklake.scan.internal.deletes.DeleteMask;
import io.quacklake.scan.internal.keys.FileKeys;
import io.quacklake.storage.ObjectOpener;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedDelete.How;
import io.quacklake.transact.internal.stage.StagedDelete.OfFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/** Gathers the places of rows that go, by the tasks of a plan. */
final class DeletedRows {
  private final ScanPlan plan;
  private final long inliningLimit;
  private final ObjectOpener opener;
  private final BufferAllocator allocator;
  private final Map<Integer, Longs> places = new TreeMap<>();

  /** Numbers in the order in which they come. */
  private static final class Longs {
    private long[] values = new long[16];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    SortedLongs sorted() {
      return SortedLongs.of(Arrays.copyOf(values, size));
    }
  }

  /**
   * @param inliningLimit the most deletes of a file that go to the catalog
   */
  DeletedRows(ScanPlan plan, long inliningLimit, ObjectOpener opener, BufferAllocator allocator) {
    this.plan = plan;
    this.inliningLimit = inliningLimit;
    this.opener = opener;
    this.allocator = allocator;
  }

  /** In which the tasks are that rows name. */
  ScanPlan plan() {
    return plan;
  }

  /**
   * A row goes.
   *
   * @param task the index of its task in the plan
   * @param place its position in a data file, or the id of an inlined row
   */
  void add(int task, long place) {
    places.computeIfAbsent(task, any -> new Longs()).add(place);
  }

  /** What is to be staged. */
  StagedDelete staged() {
    List<OfFile> files = new ArrayList<>();
    Map<String, SortedLongs> inlined = new HashMap<>();
    long rows = 0;
    for (Map.Entry<Integer, Longs> each : places.entrySet()) {
      SortedLongs sorted = each.getValue().sorted();
      rows += sorted.size();
      ScanTask task = plan.tasks().get(each.getKey());
      if (task instanceof InlinedDataTask rowsOfCatalog) {
        inlined.merge(rowsOfCatalog.table().tableName(), sorted, SortedLongs::plus);
      } else {
        files.add(ofFile((DataFileTask) task, sorted));
      }
    }
    return rows == 0 ? StagedDelete.NONE : new StagedDelete(files, inlined, rows);
  }

  private OfFile ofFile(DataFileTask task, SortedLongs positions) {
    return new OfFile(
        task.file(),
        task.location(),
        positions,
        how(task, positions),
        task.deletes(),
        SortedLongs.of(task.inlinedDeletes().toArray()));
  }

  private How how(DataFileTask task, SortedLongs positions) {
    if (positions.size() <= inliningLimit) {
      return How.INLINED;
    }
    long before =
        task.deletes().isEmpty() ? task.inlinedDeletes().size() : before(task).cardinality();
    return positions.size() + before >= task.file().recordCount()
        ? How.WHOLE_FILE
        : How.DELETE_FILE;
  }

  private DeleteMask before(DataFileTask task) {
    SnapshotId snapshot = plan.snapshot().id();
    return new DeleteFileReader(snapshot, opener, new FileKeys(KeyUnwrapper.PLAIN), allocator)
        .read(task);
  }
}
