package io.quacklake.cli.input;

import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Puts rows together to batches. */
final class TextReader extends ArrowReader {
  private static final int BATCH_ROWS = 8192;

  private final RowSource rows;
  private final LongConsumer progress;
  private long count;

  TextReader(RowSource rows, BufferAllocator allocator, LongConsumer progress) {
    super(allocator);
    this.rows = rows;
    this.progress = progress;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.clear();
    int size = 0;
    while (size < BATCH_ROWS) {
      List<@Nullable Object> row = rows.next();
      if (row == null) {
        break;
      }
      for (int i = 0; i < row.size(); i++) {
        VectorValues.write(root.getVector(i), size, rows.fields().get(i).type(), row.get(i));
      }
      size++;
    }
    root.setRowCount(size);
    count += size;
    progress.accept(count);
    return size > 0;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() throws IOException {
    rows.close();
  }

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.schema(rows.fields());
  }
}
