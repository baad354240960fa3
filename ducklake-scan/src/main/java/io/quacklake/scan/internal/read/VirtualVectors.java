package io.quacklake.scan.internal.read;

import io.quacklake.format.type.Field;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.Gather;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.scan.internal.parquet.ColumnReader;
import io.quacklake.scan.internal.parquet.Selection;
import java.util.function.IntToLongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The virtual columns of the chosen rows of a slice of a data file. */
final class VirtualVectors {
  private final OpenedFile file;
  private final long first;
  private final int rows;
  private final int @Nullable [] selected;
  private final BufferAllocator allocator;

  /**
   * @param first position in the file of the slice's first row
   * @param rows of the slice
   * @param selected the chosen ones, null for all
   */
  VirtualVectors(
      OpenedFile file, long first, int rows, int @Nullable [] selected, BufferAllocator allocator) {
    this.file = file;
    this.first = first;
    this.rows = rows;
    this.selected = selected;
    this.allocator = allocator;
  }

  FieldVector rowIds(@Nullable ColumnReader embedded) {
    return embedded == null
        ? longs(VirtualColumn.ROW_ID, i -> file.rowIdOf(position(i)))
        : read(embedded, VirtualColumn.ROW_ID);
  }

  /**
   * @param embedded the reader of the file's own snapshot ids, null if it has none
   * @param decoded the ids of the whole slice where they are read already
   */
  FieldVector snapshotIds(@Nullable ColumnReader embedded, @Nullable FieldVector decoded) {
    if (embedded == null) {
      return longs(VirtualColumn.SNAPSHOT_ID, i -> file.snapshotIdOf(position(i)));
    }
    if (decoded == null) {
      return read(embedded, VirtualColumn.SNAPSHOT_ID);
    }
    int[] chosen =
        selected == null ? java.util.stream.IntStream.range(0, rows).toArray() : selected;
    try (FieldVector taken = Gather.take(decoded, chosen, allocator)) {
      return renamed(taken, VirtualColumn.SNAPSHOT_ID);
    }
  }

  FieldVector positions() {
    return longs(VirtualColumn.FILE_ROW_NUMBER, this::position);
  }

  FieldVector fileIndex() {
    return longs(VirtualColumn.FILE_INDEX, i -> file.index());
  }

  FieldVector filename() {
    FieldVector vector = empty(VirtualColumn.FILENAME, allocator);
    return VectorValues.constant(
        vector, VirtualColumn.FILENAME.type(), file.task().location(), count());
  }

  /** An empty vector for a virtual column. */
  static FieldVector empty(VirtualColumn column, BufferAllocator allocator) {
    return ArrowSchemas.field(Field.of(-1, column.columnName(), column.type()))
        .createVector(allocator);
  }

  private int count() {
    return selected == null ? rows : selected.length;
  }

  private long position(int i) {
    return first + (selected == null ? i : selected[i]);
  }

  private FieldVector read(ColumnReader embedded, VirtualColumn column) {
    try (FieldVector values =
        selected == null ? embedded.read(rows) : embedded.read(rows, Selection.ofRows(selected))) {
      return renamed(values, column);
    }
  }

  private FieldVector renamed(FieldVector values, VirtualColumn column) {
    FieldVector result = empty(column, allocator);
    values.makeTransferPair(result).transfer();
    return result;
  }

  private FieldVector longs(VirtualColumn column, IntToLongFunction values) {
    BigIntVector vector = (BigIntVector) empty(column, allocator);
    try {
      int count = count();
      vector.allocateNew(count);
      for (int i = 0; i < count; i++) {
        vector.set(i, values.applyAsLong(i));
      }
      vector.setValueCount(count);
      return vector;
    } catch (RuntimeException failure) {
      vector.close();
      throw failure;
    }
  }
}
