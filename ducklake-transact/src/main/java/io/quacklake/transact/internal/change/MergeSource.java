package io.quacklake.transact.internal.change;

import io.quacklake.scan.internal.arrow.Concat;
import io.quacklake.scan.internal.arrow.Gather;
import io.quacklake.transact.internal.rows.TableBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Rows that come in to be merged, in memory, in the table's columns. */
final class MergeSource implements AutoCloseable {
  private final List<FieldVector> columns;
  private final @Nullable BigIntVector numbers;
  private final int rows;

  private MergeSource(List<FieldVector> columns, @Nullable BigIntVector numbers, int rows) {
    this.columns = columns;
    this.numbers = numbers;
    this.rows = rows;
  }

  /** The rows of batches, which stay the caller's. */
  static MergeSource of(List<TableBatch> parts, int columnCount, BufferAllocator allocator) {
    return concat(parts, columnCount, false, allocator);
  }

  /** The same of batches with a column behind the others: the numbers of the rows. */
  static MergeSource numbered(List<TableBatch> parts, int columnCount, BufferAllocator allocator) {
    return concat(parts, columnCount, true, allocator);
  }

  private static MergeSource concat(
      List<TableBatch> parts, int columnCount, boolean numbered, BufferAllocator allocator) {
    List<FieldVector> whole = new ArrayList<>();
    boolean done = false;
    try {
      int rows = 0;
      for (TableBatch part : parts) {
        rows = Math.addExact(rows, part.rows());
      }
      int count = columnCount + (numbered ? 1 : 0);
      for (int i = 0; i < count && !parts.isEmpty(); i++) {
        int column = i;
        whole.add(
            Concat.of(parts.stream().map(part -> part.vectors().get(column)).toList(), allocator));
      }
      BigIntVector numbers =
          whole.size() > columnCount ? (BigIntVector) whole.remove(columnCount) : null;
      done = true;
      return new MergeSource(whole, numbers, rows);
    } finally {
      if (!done) {
        TableBatch.owning(whole, 0).close();
      }
    }
  }

  /** A copy of a batch. */
  static TableBatch copy(TableBatch batch, BufferAllocator allocator) {
    List<FieldVector> copies = new ArrayList<>();
    boolean done = false;
    try {
      for (FieldVector vector : batch.vectors()) {
        copies.add(Concat.of(List.of(vector), allocator));
      }
      done = true;
      return TableBatch.owning(copies, batch.rows());
    } finally {
      if (!done) {
        TableBatch.owning(copies, 0).close();
      }
    }
  }

  /** The place, counted from 0, at which a row came in. */
  long number(int row) {
    return numbers == null ? row : numbers.get(row);
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
    if (numbers != null) {
      numbers.close();
    }
  }
}
