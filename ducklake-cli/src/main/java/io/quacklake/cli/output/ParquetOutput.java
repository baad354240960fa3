package io.quacklake.cli.output;

import io.quacklake.format.type.Field;
import io.quacklake.transact.internal.parquet.ParquetFileWriter;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.WideIntegers;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Parquet, laid out as the reference's data files are. An integer of 128 bits that the file's
 * DOUBLE cannot hold is refused, not rounded.
 */
public final class ParquetOutput implements ResultWriter {
  @Override
  public long write(Result result, OutputStream out) throws IOException {
    List<Field> fields = new ArrayList<>();
    for (ResultColumn each : result.columns()) {
      fields.add(Field.of(fields.size() + 1L, each.name(), each.type()));
    }
    long rows = 0;
    try (BufferAllocator allocator = new RootAllocator();
        ParquetFileWriter writer =
            ParquetFileWriter.open(
                new OpenLeft(out),
                fields,
                ParquetWriteOptions.DEFAULT.withWideIntegers(WideIntegers.REFUSE),
                allocator)) {
      while (result.reader().loadNextBatch()) {
        VectorSchemaRoot batch = result.reader().getVectorSchemaRoot();
        writer.write(batch);
        rows += batch.getRowCount();
      }
      writer.finish();
    }
    return rows;
  }

  /** The stream belongs to the caller, and is only flushed here. */
  private static final class OpenLeft extends FilterOutputStream {
    OpenLeft(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
