package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.Test;

/** The Bloom filters that the reference writes. */
class BloomFilterTest {
  @Test
  void aValueThatIsThereIsNeverRuledOut() {
    int asked = 0;
    for (GoldenParquet golden : GoldenParquet.all()) {
      if (golden.isEncrypted()) {
        continue;
      }
      try (BufferAllocator allocator = new RootAllocator();
          ParquetDataFile file = golden.open()) {
        for (RowGroup group : file.rowGroups()) {
          for (ParquetField field : file.schema().fields()) {
            BloomFilter filter = filter(group, field);
            if (filter != null) {
              for (Object value : values(file, group, field, allocator)) {
                assertThat(filter.mightContain(value)).isTrue();
                asked++;
              }
            }
          }
        }
      }
    }
    assertThat(asked).isGreaterThan(500);
  }

  @Test
  void mostValuesThatAreNotThereAreRuledOut() {
    GoldenParquet golden = GoldenParquet.named("duckdb_v1");
    int ruledOut = 0;
    int asked = 0;
    try (ParquetDataFile file = golden.open()) {
      for (ParquetField field : file.schema().fields()) {
        BloomFilter filter = filter(file.rowGroups().get(0), field);
        if (filter != null && field.type() == PrimitiveType.VARCHAR) {
          for (int i = 0; i < 1000; i++) {
            ruledOut += filter.mightContain("not there " + i) ? 0 : 1;
            asked++;
          }
        }
      }
    }
    assertThat(asked).isPositive();
    assertThat(ruledOut).isGreaterThan(asked * 9 / 10);
  }

  private static BloomFilter filter(RowGroup group, ParquetField field) {
    return field.kind() == ParquetField.Kind.PRIMITIVE
            && (field.type() instanceof PrimitiveType || field.type() instanceof DecimalType)
        ? group.bloomFilter(field)
        : null;
  }

  private static List<Object> values(
      ParquetDataFile file, RowGroup group, ParquetField field, BufferAllocator allocator) {
    List<Object> values = new ArrayList<>();
    try (ColumnReader reader = file.openColumn(group, field, allocator);
        FieldVector vector = reader.read((int) group.rowCount())) {
      for (int i = 0; i < vector.getValueCount(); i++) {
        Object value = VectorValues.read(vector, i, field.type());
        if (value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }
}
