package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Structs of which only some fields are read. */
class PrunedColumnsTest {
  @ParameterizedTest
  @ValueSource(strings = {"nested.v1", "nested.v2", "nested.one_page"})
  void aStructWithFewerFieldsKeepsItsNulls(String name) {
    try (ParquetDataFile file = GoldenParquet.named(name).open()) {
      ParquetField struct = field(file, "st2"); // p, l, q
      ParquetField pruned = struct.withChildren(struct.children().subList(1, 2));
      List<Object> expected = new ArrayList<>();
      for (Object row : GoldenParquet.named(name).expected("st2")) {
        expected.add(row == null ? null : ((List<?>) row).subList(1, 2));
      }

      assertThat(read(file, pruned)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.v1", "nested.v2", "nested.one_page"})
  void aStructWithoutFieldsIsBareValidity(String name) {
    try (ParquetDataFile file = GoldenParquet.named(name).open()) {
      List<Object> expected = new ArrayList<>();
      for (Object row : GoldenParquet.named(name).expected("st2")) {
        expected.add(row == null ? null : List.of());
      }

      assertThat(read(file, field(file, "st2").withChildren(List.of()))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.v1", "nested.v2", "nested.one_page"})
  void aListOfStructsWithoutFieldsKeepsItsLengthsAndNulls(String name) {
    try (ParquetDataFile file = GoldenParquet.named(name).open()) {
      ParquetField list = field(file, "ls");
      ParquetField element = list.children().get(0).withChildren(List.of());
      List<Object> expected = new ArrayList<>();
      for (Object row : GoldenParquet.named(name).expected("ls")) {
        List<Object> elements = new ArrayList<>();
        if (row != null) {
          ((List<?>) row).forEach(e -> elements.add(e == null ? null : List.of()));
        }
        expected.add(row == null ? null : elements);
      }

      assertThat(read(file, list.withChildren(List.of(element)))).isEqualTo(expected);
    }
  }

  private static ParquetField field(ParquetDataFile file, String name) {
    return file.schema().fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Object> read(ParquetDataFile file, ParquetField field) {
    List<Object> values = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      for (RowGroup group : file.rowGroups()) {
        try (ColumnReader reader = file.openColumn(group, field, allocator);
            FieldVector vector = reader.read((int) group.rowCount())) {
          values.addAll(Spelled.all(vector));
        }
      }
    }
    return values;
  }
}
