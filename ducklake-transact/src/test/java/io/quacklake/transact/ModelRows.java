package io.quacklake.transact;

import io.quacklake.transact.ModelLake.Column;
import io.quacklake.transact.ModelLake.Row;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of the model as batches, in the columns that are named. */
final class ModelRows extends ArrowReader {
  private static final int BATCH = 50;

  private final List<Column> columns;
  private final List<Row> rows;
  private int next;

  ModelRows(BufferAllocator allocator, List<Column> columns, List<Row> rows) {
    super(allocator);
    this.columns = columns;
    this.rows = rows;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (next == rows.size()) {
      return false;
    }
    List<Row> batch = rows.subList(next, Math.min(rows.size(), next + BATCH));
    next += batch.size();
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.allocateNew();
    for (int i = 0; i < columns.size(); i++) {
      FieldVector vector = root.getVector(i);
      for (int row = 0; row < batch.size(); row++) {
        columns.get(i).type().write(vector, row, batch.get(row).get(columns.get(i)));
      }
    }
    root.setRowCount(batch.size());
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return new Schema(columns.stream().map(column -> column.type().field(column.name())).toList());
  }
}
