package io.quacklake.cli.input;

import io.quacklake.scan.internal.parquet.ColumnReader;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** All columns and rows of one Parquet file. */
final class ParquetInput extends ArrowReader {
  private static final int BATCH_ROWS = 8192;

  private final ObjectSource source;
  private final ParquetDataFile file;
  private final LongConsumer progress;
  private final List<ColumnReader> columns = new ArrayList<>();
  private int nextGroup;
  private long count;

  /**
   * @param source that of the file
   */
  ParquetInput(
      ObjectSource source, ParquetDataFile file, BufferAllocator allocator, LongConsumer progress) {
    super(allocator);
    this.source = source;
    this.file = file;
    this.progress = progress;
  }

  @Override
  public boolean loadNextBatch() throws java.io.IOException {
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.clear();
    while (columns.isEmpty() || columns.get(0).remaining() == 0) {
      closeColumns();
      if (nextGroup == file.rowGroups().size() || file.schema().fields().isEmpty()) {
        return false;
      }
      RowGroup group = file.rowGroups().get(nextGroup++);
      if (ObjectStores.isRemote(source.location())) {
        source.willRead(file.ranges(group, file.schema().fields(), null));
      }
      for (ParquetField field : file.schema().fields()) {
        columns.add(file.openColumn(group, field, allocator));
      }
    }
    int rows = (int) Math.min(BATCH_ROWS, columns.get(0).remaining());
    for (int i = 0; i < columns.size(); i++) {
      try (FieldVector vector = columns.get(i).read(rows)) {
        vector.makeTransferPair(root.getVector(i)).transfer();
      }
    }
    root.setRowCount(rows);
    count += rows;
    progress.accept(count);
    return true;
  }

  private void closeColumns() {
    columns.forEach(ColumnReader::close);
    columns.clear();
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    closeColumns();
    file.close();
  }

  @Override
  protected Schema readSchema() {
    return new Schema(file.schema().fields().stream().map(ParquetField::arrowField).toList());
  }
}
