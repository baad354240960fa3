package io.quacklake.cli.output;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** A result of rows that a test names, in batches of three. */
final class Rows {
  private static final int BATCH = 3;

  private final List<ResultColumn> columns = new ArrayList<>();
  private final List<Object[]> rows = new ArrayList<>();

  Rows column(String name, DataType type) {
    columns.add(new ResultColumn(name, type));
    return this;
  }

  Rows row(Object... values) {
    rows.add(values);
    return this;
  }

  Result result() {
    return result(Result.Layout.ROWS);
  }

  Result result(Result.Layout layout) {
    return new Result(columns, new Reader(), layout);
  }

  /** What a writer makes of these rows; fails if the writer counts them wrong or leaks memory. */
  byte[] bytes(ResultWriter writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Result result = result()) {
      long count = writer.write(result, out);
      if (count != rows.size()) {
        throw new AssertionError(count + " rows counted, " + rows.size() + " written");
      }
    }
    return out.toByteArray();
  }

  String text(ResultWriter writer) throws IOException {
    return new String(bytes(writer), StandardCharsets.UTF_8);
  }

  private final class Reader extends ArrowReader {
    private int next;

    Reader() {
      super(new RootAllocator());
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      VectorSchemaRoot root = getVectorSchemaRoot();
      if (next == rows.size()) {
        return false;
      }
      int count = Math.min(BATCH, rows.size() - next);
      root.clear();
      root.allocateNew();
      for (int row = 0; row < count; row++) {
        Object[] values = rows.get(next + row);
        for (int i = 0; i < values.length; i++) {
          VectorValues.write(root.getVector(i), row, columns.get(i).type(), values[i]);
        }
      }
      root.setRowCount(count);
      next += count;
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {
      allocator.close();
    }

    @Override
    protected Schema readSchema() {
      return ArrowSchemas.schema(
          columns.stream().map(each -> Field.of(1, each.name(), each.type())).toList());
    }
  }

  @Override
  public String toString() {
    return rows.stream().map(Arrays::toString).toList().toString();
  }
}
