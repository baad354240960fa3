package io.quacklake.transact.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.rows.IncomingRows;
import io.quacklake.transact.internal.rows.IncomingRows.Missing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.Test;

/** The rows that a merge holds in memory have a bound. */
class MergeSourceTest {
  private static final int BATCHES = 20;
  private static final int BATCH_ROWS = 1000;

  private static final List<Column> COLUMNS =
      List.of(new Column(Field.of(1, "id", PrimitiveType.INT64), DefaultValue.NULL, null));

  private static byte[] stream(BufferAllocator allocator) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BigIntVector ids = new BigIntVector("id", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(ids);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
      for (int batch = 0; batch < BATCHES; batch++) {
        ids.allocateNew(BATCH_ROWS);
        for (int row = 0; row < BATCH_ROWS; row++) {
          ids.set(row, (long) batch * BATCH_ROWS + row);
        }
        root.setRowCount(BATCH_ROWS);
        writer.writeBatch();
      }
    }
    return out.toByteArray();
  }

  private static int read(long most, BufferAllocator allocator) throws IOException {
    try (ArrowReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(stream(allocator)), allocator)) {
      IncomingRows incoming =
          new IncomingRows(TableRef.parse("t"), COLUMNS, reader, Missing.FILLED, allocator);
      try (MergeSource source = MergeSource.read(incoming, 1, most, allocator)) {
        return source.rows();
      }
    }
  }

  @Test
  void rowsWithinTheBoundAreAllThere() throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      assertThat(read(1L << 20, allocator)).isEqualTo(BATCHES * BATCH_ROWS);
    }
  }

  @Test
  void moreRowsAreRefusedAndNothingIsKept() {
    try (BufferAllocator allocator = new RootAllocator()) {
      assertThatExceptionOfType(UnsupportedFeatureException.class)
          .isThrownBy(() -> read(50_000, allocator))
          .withMessageContaining("Merge them in parts");
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }
}
