package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of other writers, value by value. */
class ParquetDataFileTest {
  static Stream<GoldenParquet> files() {
    return GoldenParquet.all().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsEveryColumnAsItWasWritten(GoldenParquet golden) {
    try (BufferAllocator allocator = new RootAllocator();
        ParquetDataFile file = golden.open()) {
      assertThat(file.rowCount()).isEqualTo(golden.rows());
      assertThat(file.schema().fields()).extracting(ParquetField::name).isEqualTo(golden.columns());
      for (ParquetField field : file.schema().fields()) {
        assertThat(read(file, field, allocator))
            .as("%s of %s", field, golden)
            .isEqualTo(golden.expected(field.name()));
      }
    }
  }

  private static List<Object> read(
      ParquetDataFile file, ParquetField field, BufferAllocator allocator) {
    List<Object> values = new ArrayList<>();
    for (RowGroup group : file.rowGroups()) {
      try (ColumnReader reader = file.openColumn(group, field, allocator);
          FieldVector vector = reader.read((int) group.rowCount())) {
        // list vectors name their elements themselves
        assertThat(vector.getField().toString().replace("$data$", "element"))
            .isEqualTo(field.arrowField().toString());
        assertThat(vector.getNullCount())
            .isEqualTo((int) Spelled.all(vector).stream().filter(v -> v == null).count());
        values.addAll(Spelled.all(vector));
      }
    }
    return values;
  }
}
