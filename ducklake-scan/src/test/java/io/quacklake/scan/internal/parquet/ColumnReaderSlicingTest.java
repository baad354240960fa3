package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;

/** However rows are asked for, they are the same rows. */
class ColumnReaderSlicingTest {
  @Provide
  Arbitrary<GoldenParquet> files() {
    return Arbitraries.of(GoldenParquet.all()).filter(golden -> golden.rows() > 0);
  }

  @Property(tries = 1500)
  void anySlicingYieldsTheRowsOfTheWholeColumn(
      @ForAll("files") GoldenParquet golden, @ForAll long seed) {
    Random random = new Random(seed);
    try (BufferAllocator allocator = new RootAllocator();
        ParquetDataFile file = golden.open()) {
      List<ParquetField> fields = file.schema().fields();
      ParquetField field = fields.get(random.nextInt(fields.size()));
      RowGroup group = file.rowGroups().get(random.nextInt(file.rowGroups().size()));
      List<Object> all =
          golden
              .expected(field.name())
              .subList((int) group.firstRow(), (int) (group.firstRow() + group.rowCount()));
      try (ColumnReader reader = file.openColumn(group, field, allocator)) {
        slice(reader, all, 1 + random.nextInt(all.size()), random);
      }
    }
  }

  private static void slice(ColumnReader reader, List<Object> all, int most, Random random) {
    int at = 0;
    while (at < all.size()) {
      int rows = Math.min(random.nextInt(most + 1), all.size() - at);
      List<Object> next = all.subList(at, at + rows);
      switch (random.nextInt(3)) {
        case 0 -> reader.skip(rows);
        case 1 -> {
          try (FieldVector vector = reader.read(rows)) {
            assertThat(Spelled.all(vector)).isEqualTo(next);
          }
        }
        default -> {
          BitSet wanted = new BitSet();
          List<Object> selected = new ArrayList<>();
          int density = random.nextInt(101);
          for (int i = 0; i < rows; i++) {
            if (random.nextInt(100) < density) {
              wanted.set(i);
              selected.add(next.get(i));
            }
          }
          try (FieldVector vector = reader.read(rows, Selection.of(wanted))) {
            assertThat(Spelled.all(vector)).isEqualTo(selected);
          }
        }
      }
      at += rows;
      assertThat(reader.remaining()).isEqualTo(all.size() - at);
    }
  }
}
