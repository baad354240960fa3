package io.quacklake.transact.internal.change;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.scan.internal.arrow.Concat;
import io.quacklake.scan.internal.arrow.Gather;
import io.quacklake.transact.internal.rows.IncomingRows;
import io.quacklake.transact.internal.rows.TableBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** The rows that come in to be merged, all of them in memory, in the table's columns. */
final class MergeSource implements AutoCloseable {
  private final List<FieldVector> columns;
  private final int rows;

  private MergeSource(List<FieldVector> columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * @param most bytes that the rows may take
   */
  static MergeSource read(
      IncomingRows incoming, int columnCount, long most, BufferAllocator allocator) {
    long bytes = 0;
    List<TableBatch> parts = new ArrayList<>();
    List<FieldVector> whole = new ArrayList<>();
    boolean done = false;
    try {
      int rows = 0;
      while (true) {
        try (TableBatch batch = incoming.next()) {
          if (batch == null) {
            break;
          }
          List<FieldVector> copies = new ArrayList<>();
          parts.add(new TableBatch(List.of(), List.of(), 0));
          for (FieldVector vector : batch.vectors()) {
            copies.add(Concat.of(List.of(vector), allocator));
            parts.set(parts.size() - 1, TableBatch.owning(copies, batch.rows()));
          }
          rows = Math.addExact(rows, batch.rows());
          bytes += copies.stream().mapToLong(FieldVector::getBufferSize).sum();
          requireRoom(bytes, most);
        }
      }
      for (int i = 0; i < columnCount && !parts.isEmpty(); i++) {
        int column = i;
        whole.add(
            Concat.of(parts.stream().map(part -> part.vectors().get(column)).toList(), allocator));
      }
      done = true;
      return new MergeSource(whole, rows);
    } finally {
      parts.forEach(TableBatch::close);
      if (!done) {
        TableBatch.owning(whole, 0).close();
      }
    }
  }

  /** Better an error than a process that the system ends. */
  private static void requireRoom(long bytes, long most) {
    if (bytes > most) {
      throw new UnsupportedFeatureException(
          "merging more rows than fit into memory",
          "The rows that come in take more than %d MiB, which is as much as a merge holds. Merge them in parts, each with other keys."
              .formatted(most >> 20));
    }
  }

  int rows() {
    return rows;
  }

  FieldVector column(int index) {
    return columns.get(index);
  }

  List<FieldVector> columns() {
    return columns;
  }

  /** All columns of some rows. */
  TableBatch take(int[] chosen, BufferAllocator allocator) {
    List<FieldVector> taken = new ArrayList<>();
    boolean done = false;
    try {
      for (FieldVector column : columns) {
        taken.add(Gather.take(column, chosen, allocator));
      }
      done = true;
      return TableBatch.owning(taken, chosen.length);
    } finally {
      if (!done) {
        TableBatch.owning(taken, 0).close();
      }
    }
  }

  @Override
  public void close() {
    TableBatch.owning(columns, 0).close();
  }
}
