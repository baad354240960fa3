package io.quacklake.transact.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.change.MergeInput.Room;
import io.quacklake.transact.internal.rows.IncomingRows;
import io.quacklake.transact.internal.rows.IncomingRows.Missing;
import io.quacklake.transact.internal.spill.SpillFile.Secrecy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.Test;

/** The rows of a merge come in parts that fit, and each key is in one of them. */
class MergeInputTest {
  private static final int BATCHES = 20;
  private static final int BATCH_ROWS = 1000;
  private static final long MUCH = 1L << 30;

  private static final List<Column> COLUMNS =
      List.of(
          new Column(Field.of(1, "id", PrimitiveType.INT64), DefaultValue.NULL, null),
          new Column(Field.of(2, "name", PrimitiveType.VARCHAR), DefaultValue.NULL, null));

  private static byte[] stream(IntFunction<String> names, BufferAllocator allocator)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BigIntVector ids = new BigIntVector("id", allocator);
        VarCharVector texts = new VarCharVector("name", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(ids, texts);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
      for (int batch = 0; batch < BATCHES; batch++) {
        root.allocateNew();
        for (int row = 0; row < BATCH_ROWS; row++) {
          int id = batch * BATCH_ROWS + row;
          ids.setSafe(row, id);
          String name = names.apply(id);
          if (name != null) {
            texts.setSafe(row, new Text(name));
          }
        }
        root.setRowCount(BATCH_ROWS);
        writer.writeBatch();
      }
    }
    return out.toByteArray();
  }

  /** The ids of each part, by rows whose key is the column of that place. */
  private static List<List<Long>> parts(
      int key, Room room, IntFunction<String> names, BufferAllocator allocator) throws IOException {
    try (ArrowReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(stream(names, allocator)), allocator)) {
      IncomingRows incoming =
          new IncomingRows(TableRef.parse("t"), COLUMNS, reader, Missing.FILLED, allocator);
      KeyIndex hash = KeyIndex.of(List.of(COLUMNS.get(key)), List.of(), 0);
      try (MergeInput input =
          MergeInput.read(
              incoming,
              COLUMNS.size(),
              List.of(key),
              hash,
              room,
              Secrecy.ENCRYPTED,
              (keys, rows) -> null,
              allocator)) {
        List<List<Long>> parts = new ArrayList<>();
        for (int i = 0; i < input.parts(); i++) {
          try (MergeSource part = input.part(i)) {
            parts.add(ids(part, input, key, i));
          }
        }
        return parts;
      }
    }
  }

  private static List<Long> ids(MergeSource part, MergeInput input, int key, int number) {
    List<FieldVector> keys = List.of(part.column(key));
    List<Long> ids = new ArrayList<>();
    for (int row = 0; row < part.rows(); row++) {
      long id = ((BigIntVector) part.column(0)).get(row);
      ids.add(id);
      assertThat(part.number(row)).isEqualTo(id);
      if (!keys.get(0).isNull(row)) {
        assertThat(input.partOf(keys, row)).isEqualTo(number);
      }
    }
    return ids;
  }

  private static Long[] allIds() {
    return IntStream.range(0, BATCHES * BATCH_ROWS).mapToObj(Long::valueOf).toArray(Long[]::new);
  }

  private static String numbered(int id) {
    return "name " + id;
  }

  @Test
  void rowsThatFitAreOnePartInTheirOrder() throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      List<List<Long>> parts = parts(0, new Room(MUCH, MUCH), MergeInputTest::numbered, allocator);
      assertThat(parts).hasSize(1);
      assertThat(parts.get(0)).containsExactly(allIds());
    }
  }

  @Test
  void moreRowsAreSeveralPartsWhetherTheRowsOrTheirKeysTakeTheRoom() throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      for (Room room : List.of(new Room(150_000, MUCH), new Room(MUCH, 400_000))) {
        for (int key = 0; key < COLUMNS.size(); key++) {
          List<List<Long>> parts = parts(key, room, MergeInputTest::numbered, allocator);
          assertThat(parts).hasSizeBetween(3, 100);
          assertThat(parts.stream().flatMap(List::stream).toList())
              .containsExactlyInAnyOrder(allIds());
        }
      }
    }
  }

  @Test
  void rowsWithoutAKeyLieInAllParts() throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      List<List<Long>> parts = parts(1, new Room(60_000, MUCH), id -> null, allocator);
      assertThat(parts).hasSizeGreaterThan(3);
      assertThat(parts.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrder(allIds());
    }
  }

  @Test
  void aKeyThatHasMoreRowsThanFitIsRefusedAndNothingIsKept() {
    try (BufferAllocator allocator = new RootAllocator()) {
      assertThatExceptionOfType(UnsupportedFeatureException.class)
          .isThrownBy(() -> parts(1, new Room(50_000, MUCH), id -> "same", allocator))
          .withMessageContaining("Does a key come in many times?");
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }
}
