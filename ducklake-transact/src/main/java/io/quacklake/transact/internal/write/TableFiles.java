package io.quacklake.transact.internal.write;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.format.LakePath;
import io.quacklake.format.file.EncryptionKey;
import io.quacklake.format.type.Field;
import io.quacklake.scan.internal.arrow.Concat;
import io.quacklake.scan.internal.arrow.Gather;
import io.quacklake.transact.internal.parquet.WrittenFile;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.partition.PartitionRouter;
import io.quacklake.transact.internal.partition.PartitionRouter.Partition;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedFile.Origin;
import io.quacklake.transact.internal.stage.StagedFile.RowIds;
import io.quacklake.transact.internal.stage.TableTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The data files of one insert. Rows go to the files of their partitions; a file that is full is
 * followed by another.
 *
 * <p>Rows of a sorted table are gathered in memory and written run by run, each sorted in itself:
 * an insert larger than a run has one sorted stretch for each. Where there are more partitions than
 * files may be open, rows are gathered in the same way, so that a partition gets a file a run, not
 * one a batch. Closing before {@link #finish} removes what was written.
 */
final class TableFiles implements AutoCloseable {
  private static final int UNPARTITIONED = 0;

  /** Open files together may hold so many times as much as a run. */
  private static final int HELD_RUNS = 3;

  /** Rows that go to a file before its size is looked at again. */
  private static final int STEP = 65_536;

  private final TableTarget target;
  private final List<Field> fields;
  private final RowIds rowIds;
  private final WriteContext context;
  private final ParquetWriteOptions parquet;
  private final long targetFileSize;
  private final boolean hivePaths;
  private final @Nullable RowOrder order;
  private final @Nullable PartitionRouter router;
  private final Map<Integer, DataFileWriter> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<StagedFile> finished = new ArrayList<>();
  private final List<TableBatch> run = new ArrayList<>();
  private long runBytes;
  private boolean gathering;
  private boolean handedOver;

  TableFiles(TableTarget target, List<Field> fields, RowIds rowIds, WriteContext context) {
    this.target = target;
    this.fields = List.copyOf(fields);
    this.rowIds = rowIds;
    this.context = context;
    StoredOptions options = new StoredOptions(target.options());
    parquet = options.parquet();
    targetFileSize = options.targetFileSize();
    hivePaths = options.hivePaths() && target.encryption() == Encryption.NONE;
    order = options.sortOnInsert() ? RowOrder.of(target.sortOrder(), target.columns()) : null;
    router =
        target.partitioning().fields().isEmpty()
            ? null
            : new PartitionRouter(target.partitioning(), target.columns());
    gathering = order != null;
  }

  /** Takes a batch, which may be reused afterwards. */
  void write(TableBatch batch) {
    if (!gathering) {
      distribute(batch);
      return;
    }
    List<FieldVector> copies = new ArrayList<>();
    for (FieldVector vector : batch.vectors()) {
      copies.add(Concat.of(List.of(vector), context.allocator()));
      runBytes += copies.get(copies.size() - 1).getBufferSize();
    }
    run.add(TableBatch.owning(copies, batch.rows()));
    if (runBytes >= context.runBytes()) {
      writeRun();
    }
  }

  private void writeRun() {
    if (run.isEmpty()) {
      return;
    }
    List<FieldVector> whole = new ArrayList<>();
    int rows = 0;
    try {
      for (TableBatch part : run) {
        rows += part.rows();
      }
      for (int i = 0; i < run.get(0).vectors().size(); i++) {
        int place = i;
        whole.add(
            Concat.of(
                run.stream().map(part -> part.vectors().get(place)).toList(), context.allocator()));
      }
      releaseRun();
      distribute(new TableBatch(whole, List.of(), rows));
    } finally {
      TableBatch.owning(whole, rows).close();
    }
  }

  private void releaseRun() {
    run.forEach(TableBatch::close);
    run.clear();
    runBytes = 0;
  }

  /** Brings the rows of a partition together, sorted if they are to be, and writes them. */
  private void distribute(TableBatch batch) {
    if (router == null && order == null) {
      append(UNPARTITIONED, batch, 0, batch.rows());
      return;
    }
    int[] partitions =
        router == null ? new int[batch.rows()] : router.route(batch.vectors(), batch.rows());
    if (order == null && isUniform(partitions)) {
      append(partitions[0], batch, 0, batch.rows());
      return;
    }
    int[] rows = order == null ? grouped(partitions) : sorted(batch, partitions, order);
    List<FieldVector> taken = new ArrayList<>();
    try {
      for (FieldVector vector : batch.vectors()) {
        taken.add(Gather.take(vector, rows, context.allocator()));
      }
      TableBatch ordered = new TableBatch(taken, List.of(), rows.length);
      int from = 0;
      while (from < rows.length) {
        int partition = partitions[rows[from]];
        int to = from + 1;
        while (to < rows.length && partitions[rows[to]] == partition) {
          to++;
        }
        append(partition, ordered, from, to - from);
        from = to;
      }
      relieve();
    } finally {
      TableBatch.owning(taken, rows.length).close();
    }
  }

  private static boolean isUniform(int[] partitions) {
    for (int partition : partitions) {
      if (partition != partitions[0]) {
        return false;
      }
    }
    return true;
  }

  /** Row numbers by partition, in their own order within each. */
  private static int[] grouped(int[] partitions) {
    int most = 0;
    for (int partition : partitions) {
      most = Math.max(most, partition);
    }
    int[] starts = new int[most + 2];
    for (int partition : partitions) {
      starts[partition + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] rows = new int[partitions.length];
    for (int row = 0; row < rows.length; row++) {
      rows[starts[partitions[row]]++] = row;
    }
    return rows;
  }

  private static int[] sorted(TableBatch batch, int[] partitions, RowOrder order) {
    Integer[] rows = new Integer[batch.rows()];
    Arrays.setAll(rows, row -> row);
    order.sort(batch.vectors(), rows);
    Arrays.sort(rows, Comparator.comparingInt(row -> partitions[row]));
    return Arrays.stream(rows).mapToInt(Integer::intValue).toArray();
  }

  private void append(int partition, TableBatch batch, int from, int count) {
    int at = from;
    while (at < from + count) {
      DataFileWriter file = file(partition);
      int step = Math.min(STEP, from + count - at);
      file.write(batch, at, step);
      at += step;
      if (file.size() >= targetFileSize) {
        open.remove(partition);
        finish(partition, file);
      }
    }
  }

  private DataFileWriter file(int partition) {
    DataFileWriter known = open.get(partition);
    if (known != null) {
      return known;
    }
    if (open.size() >= context.openFiles()) {
      gathering = true;
      int eldest = open.keySet().iterator().next();
      DataFileWriter closing = open.get(eldest);
      open.remove(eldest);
      if (closing != null) {
        finish(eldest, closing);
      }
    }
    String location = target.location() + directory(partition) + FileNames.dataFile();
    DataFileWriter file = DataFileWriter.open(location, fields, parquet, newKey(), context);
    open.put(partition, file);
    return file;
  }

  private String directory(int partition) {
    return router == null || !hivePaths ? "" : router.partition(partition).directory();
  }

  private @Nullable EncryptionKey newKey() {
    return target.encryption() == Encryption.NONE ? null : NewKeys.next();
  }

  /** Files that hold much of a row group in memory write it early when all together hold a lot. */
  private void relieve() {
    if (open.size() < 2) {
      return;
    }
    long held = 0;
    for (DataFileWriter file : open.values()) {
      held += file.held();
    }
    while (held > HELD_RUNS * context.runBytes()) {
      DataFileWriter largest = null;
      for (DataFileWriter file : open.values()) {
        if (file.isBuffering() && (largest == null || file.held() > largest.held())) {
          largest = file;
        }
      }
      if (largest == null) {
        return;
      }
      held -= largest.held();
      largest.flush();
      held += largest.held();
    }
  }

  private void finish(int partition, DataFileWriter file) {
    try (file) {
      WrittenFile written = file.finish();
      String below = file.location().substring(target.location().length());
      Partition routed = router == null ? null : router.partition(partition);
      finished.add(
          new StagedFile(
              file.location(),
              new LakePath(below, true),
              Origin.WRITTEN,
              rowIds,
              written.recordCount(),
              written.fileSizeBytes(),
              written.footerSize(),
              routed == null ? null : (Long) target.partitioning().id(),
              routed == null ? Map.of() : routed.values(),
              file.key(),
              null,
              CatalogStats.of(written.columns())));
    }
  }

  /** Finishes what is open. The files are the caller's from now on. */
  List<StagedFile> finish() {
    writeRun();
    while (!open.isEmpty()) {
      Map.Entry<Integer, DataFileWriter> next = open.entrySet().iterator().next();
      int partition = next.getKey();
      DataFileWriter file = next.getValue();
      open.remove(partition);
      finish(partition, file);
    }
    handedOver = true;
    return List.copyOf(finished);
  }

  @Override
  public void close() {
    releaseRun();
    open.values().forEach(DataFileWriter::close);
    open.clear();
    if (!handedOver) {
      finished.forEach(file -> context.discard(file.location()));
      finished.clear();
    }
  }
}
