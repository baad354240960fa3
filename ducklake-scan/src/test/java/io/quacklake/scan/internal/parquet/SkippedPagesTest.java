package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.ByteRange;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages that are passed over are not even decompressed, so damage in them does not show. */
class SkippedPagesTest {
  private static final int LAST_ROWS = 3;

  @ParameterizedTest
  @CsvSource({
    "flat.plain_v1, i64", // with checksums
    "flat.plain_v1, s_n",
    "flat.dictionary_v2, d38_n",
    "nested.v1_index, deep",
    "nested.v1_index, ls"
  })
  void damageInAPageThatIsSkippedDoesNotMatter(String name, String column) {
    GoldenParquet golden = GoldenParquet.named(name);
    ByteRange chunk;
    int rows;
    try (ParquetDataFile file = golden.open()) {
      RowGroup group = file.rowGroups().get(0);
      chunk = file.ranges(group, List.of(field(file, column)), null).get(0);
      rows = (int) group.rowCount();
    }
    List<Object> last = golden.expected(column).subList(rows - LAST_ROWS, rows);
    byte[] whole = ByteSource.of(golden.file()).bytes();
    int refused = 0;
    int passedOver = 0;
    for (int i = 0; i < chunk.length(); i++) {
      byte[] damaged = whole.clone();
      damaged[(int) chunk.offset() + i] ^= (byte) 0xff;
      ByteSource source = new ByteSource(name, damaged);
      boolean readsWhole = reads(golden, source, column, reader -> reader.read(rows)) != null;
      List<Object> end =
          reads(
              golden,
              source,
              column,
              reader -> {
                reader.skip(rows - LAST_ROWS);
                return reader.read(LAST_ROWS);
              });
      refused += readsWhole ? 0 : 1;
      passedOver += !readsWhole && last.equals(end) ? 1 : 0;
    }
    assertThat(refused).isPositive();
    assertThat(passedOver).isPositive();
  }

  private static List<Object> reads(
      GoldenParquet golden,
      ByteSource source,
      String column,
      Function<ColumnReader, FieldVector> read) {
    try (BufferAllocator allocator = new RootAllocator();
        ParquetDataFile file = golden.open(source);
        ColumnReader reader =
            file.openColumn(file.rowGroups().get(0), field(file, column), allocator);
        FieldVector vector = read.apply(reader)) {
      return Spelled.all(vector);
    } catch (CorruptLakeException | UnsupportedFeatureException e) {
      return null;
    }
  }

  private static ParquetField field(ParquetDataFile file, String name) {
    return file.schema().fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
