package io.quacklake.transact.internal.change;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.internal.arrow.Gather;
import io.quacklake.transact.internal.rows.IncomingRows;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.spill.SpillFile;
import io.quacklake.transact.internal.spill.SpillFile.Secrecy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The rows that come in to be merged, in parts that fit into memory. If they all do, that is one.
 * If not, they go to a temporary file, in buckets by the hash of their key: a part is some buckets,
 * so that whatever has a key is in one part.
 */
final class MergeInput implements AutoCloseable {
  private static final int BUCKETS = 256;

  private final int columnCount;
  private final List<Integer> keys;
  private final KeyIndex hash;
  private final Room room;
  private final Pruning pruning;
  private final BufferAllocator allocator;
  private final List<Predicate> pruningOfRuns = new ArrayList<>();
  private final List<Bucket> buckets = new ArrayList<>();
  private final int[] partOfBucket = new int[BUCKETS];
  private int parts = 1;
  private boolean everyRunPrunes = true;
  private long rowsBefore;
  private @Nullable SpillFile file;
  private @Nullable MergeSource only;

  /**
   * What a part may take.
   *
   * @param bytes its rows, outside the heap
   * @param heapBytes the index of its keys, as far as that can be told
   */
  record Room(long bytes, long heapBytes) {
    private static final int PART_OF_HEAP = 3;

    /** That much for rows, and for keys as much as this Java has for them. */
    static Room of(long bytes) {
      return new Room(bytes, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    boolean holds(long rowBytes, long keyBytes) {
      return rowBytes <= bytes && keyBytes <= heapBytes;
    }
  }

  /** What can be said of rows of the table whose keys are among these. */
  interface Pruning {
    @Nullable Predicate of(List<FieldVector> keys, int rows);
  }

  /** Rows whose keys have the same hash, as far as that is looked at. */
  private static final class Bucket {
    private final List<SpillFile.Block> blocks = new ArrayList<>();
    private long bytes;
    private long heapBytes;
  }

  private MergeInput(
      int columnCount,
      List<Integer> keys,
      KeyIndex hash,
      Room room,
      Pruning pruning,
      BufferAllocator allocator) {
    this.columnCount = columnCount;
    this.keys = keys;
    this.hash = hash;
    this.room = room;
    this.pruning = pruning;
    this.allocator = allocator;
  }

  /**
   * Reads rows to the end.
   *
   * @param keys places of the key columns
   * @param hash any index of keys of that type
   * @param secrecy of rows that are written to a temporary file
   */
  static MergeInput read(
      IncomingRows incoming,
      int columnCount,
      List<Integer> keys,
      KeyIndex hash,
      Room room,
      Secrecy secrecy,
      Pruning pruning,
      BufferAllocator allocator) {
    MergeInput input = new MergeInput(columnCount, keys, hash, room, pruning, allocator);
    boolean done = false;
    try {
      input.read(incoming, secrecy);
      done = true;
      return input;
    } finally {
      if (!done) {
        input.close();
      }
    }
  }

  private void read(IncomingRows incoming, Secrecy secrecy) {
    List<TableBatch> run = new ArrayList<>();
    long bytes = 0;
    long heapBytes = 0;
    try {
      while (true) {
        try (TableBatch batch = incoming.next()) {
          if (batch == null) {
            break;
          }
          TableBatch copy = MergeSource.copy(batch, allocator);
          run.add(copy);
          bytes += copy.vectors().stream().mapToLong(FieldVector::getBufferSize).sum();
          heapBytes += hash.heapBytes(keysOf(copy.vectors()), copy.rows());
        }
        if (!room.holds(bytes, heapBytes)) {
          spill(run, secrecy);
          bytes = 0;
          heapBytes = 0;
        }
      }
      if (file == null) {
        only = MergeSource.of(run, columnCount, allocator);
      } else {
        spill(run, secrecy);
        group();
      }
    } finally {
      run.forEach(TableBatch::close);
    }
  }

  private List<FieldVector> keysOf(List<FieldVector> columns) {
    return keys.stream().map(columns::get).toList();
  }

  /** Writes rows to the file, bucket by bucket. */
  private void spill(List<TableBatch> run, Secrecy secrecy) {
    if (run.isEmpty()) {
      return;
    }
    try (MergeSource rows = MergeSource.of(run, columnCount, allocator);
        BigIntVector numbers = new BigIntVector("row", allocator)) {
      run.forEach(TableBatch::close);
      run.clear();
      numbers.allocateNew(rows.rows());
      for (int row = 0; row < rows.rows(); row++) {
        numbers.set(row, rowsBefore + row);
      }
      numbers.setValueCount(rows.rows());
      List<FieldVector> columns = new ArrayList<>(rows.columns());
      columns.add(numbers);
      if (file == null) {
        file =
            SpillFile.create(
                columns.stream().map(FieldVector::getField).toList(), secrecy, allocator);
        for (int i = 0; i < BUCKETS; i++) {
          buckets.add(new Bucket());
        }
      }
      List<FieldVector> keyVectors = keysOf(columns);
      remember(pruning.of(keyVectors, rows.rows()));
      int[][] chosen = chosen(keyVectors, rows.rows());
      for (int i = 0; i < BUCKETS; i++) {
        if (chosen[i].length > 0) {
          write(columns, chosen[i], buckets.get(i), file);
        }
      }
      rowsBefore += rows.rows();
    }
  }

  private void remember(@Nullable Predicate ofRun) {
    everyRunPrunes &= ofRun != null;
    if (ofRun != null) {
      pruningOfRuns.add(ofRun);
    }
  }

  private int[][] chosen(List<FieldVector> keyVectors, int rows) {
    int[] bucketOf = new int[rows];
    int[] counts = new int[BUCKETS];
    for (int row = 0; row < rows; row++) {
      int number = hash.hash(keyVectors, row);
      bucketOf[row] =
          (number < 0 ? row : number) % BUCKETS; // what matches nothing may lie anywhere
      counts[bucketOf[row]]++;
    }
    int[][] chosen = new int[BUCKETS][];
    Arrays.setAll(chosen, i -> new int[counts[i]]);
    for (int row = rows - 1; row >= 0; row--) {
      int bucket = bucketOf[row];
      chosen[bucket][--counts[bucket]] = row;
    }
    return chosen;
  }

  private void write(List<FieldVector> columns, int[] rows, Bucket bucket, SpillFile to) {
    List<FieldVector> taken = new ArrayList<>();
    try {
      for (FieldVector column : columns) {
        taken.add(Gather.take(column, rows, allocator));
      }
      bucket.blocks.add(to.write(TableBatch.owning(taken, rows.length)));
      bucket.bytes += taken.stream().mapToLong(FieldVector::getBufferSize).sum();
      bucket.heapBytes += hash.heapBytes(keysOf(taken), rows.length);
    } finally {
      TableBatch.owning(taken, 0).close();
    }
  }

  /** Puts as many buckets into a part as there is room for. */
  private void group() {
    long bytes = 0;
    long heapBytes = 0;
    int part = 0;
    for (int i = 0; i < BUCKETS; i++) {
      Bucket bucket = buckets.get(i);
      if (!room.holds(bucket.bytes, bucket.heapBytes)) {
        throw new UnsupportedFeatureException(
            "merging rows of which too many have nearly the same key",
            "Of %d rows that come in to be merged, those of one in %d keys take %d MiB and their keys %d MiB of the heap, and a merge holds %d MiB and %d MiB. Does a key come in many times? Otherwise merge them in parts, each with other keys."
                .formatted(
                    rowsBefore,
                    BUCKETS,
                    bucket.bytes >> 20,
                    bucket.heapBytes >> 20,
                    room.bytes >> 20,
                    room.heapBytes >> 20));
      }
      bytes += bucket.bytes;
      heapBytes += bucket.heapBytes;
      if (!room.holds(bytes, heapBytes)) {
        part++;
        bytes = bucket.bytes;
        heapBytes = bucket.heapBytes;
      }
      partOfBucket[i] = part;
    }
    parts = part + 1;
  }

  int parts() {
    return parts;
  }

  /** The rows of a part; the caller closes them. */
  MergeSource part(int number) {
    SpillFile from = file;
    if (from == null) {
      MergeSource all = only;
      if (all == null) {
        throw new IllegalStateException("The part was taken before.");
      }
      only = null;
      return all;
    }
    List<TableBatch> read = new ArrayList<>();
    try {
      for (int i = 0; i < BUCKETS; i++) {
        if (partOfBucket[i] == number) {
          buckets.get(i).blocks.forEach(block -> read.add(from.read(block)));
        }
      }
      return MergeSource.numbered(read, columnCount, allocator);
    } finally {
      read.forEach(TableBatch::close);
    }
  }

  /** The part in which rows with the key of this one are; the first if none has. */
  int partOf(List<FieldVector> keyVectors, int row) {
    if (parts == 1) {
      return 0;
    }
    int number = hash.hash(keyVectors, row);
    return number < 0 ? 0 : partOfBucket[number % BUCKETS];
  }

  /** What can be said of the rows of the table that any of the parts may match. */
  @Nullable Predicate pruning(MergeSource part, List<FieldVector> keyVectors) {
    if (file == null) {
      return pruning.of(keyVectors, part.rows());
    }
    return everyRunPrunes ? Predicate.or(pruningOfRuns.toArray(Predicate[]::new)) : null;
  }

  @Override
  public void close() {
    if (only != null) {
      only.close();
    }
    if (file != null) {
      file.close();
    }
  }
}
