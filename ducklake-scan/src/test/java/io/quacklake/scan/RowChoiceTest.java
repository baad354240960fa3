package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scans of rows that the caller chooses by their first column. */
class RowChoiceTest {
  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("many_files", "main.f", "id", "k"),
        Arguments.of("deletes_updates", "main.d", "grp", "id"),
        Arguments.of("inlined_deletes", "main.d", "id", "id"),
        Arguments.of("types_scalar_inlined", "main.t", "c_i32", "c_str"));
  }

  private static boolean wanted(Object value) {
    return value != null && ((Number) value).longValue() % 3 == 0;
  }

  private static int[] choose(VectorSchemaRoot columns) {
    assertThat(columns.getFieldVectors()).hasSize(1);
    FieldVector keys = columns.getVector(0);
    return IntStream.range(0, columns.getRowCount())
        .filter(row -> wanted(keys.getObject(row)))
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void findsTheRowsThatAFullScanHas(String lake, String table, String key, String other)
      throws Exception {
    try (LakehouseSession session = GoldenCopies.open(GoldenLake.load(lake), Backend.SQLITE)) {
      List<String> columns = key.equals(other) ? List.of(key) : List.of(key, other);
      TableScan scan = session.scan(table).select(columns).withVirtualColumns(VirtualColumn.ROW_ID);
      List<List<String>> expected;
      List<List<String>> all;
      try (ArrowReader reader = scan.open()) {
        all = rows(reader);
      }
      expected = all.stream().filter(row -> wanted(number(row.get(0)))).toList();
      assertThat(expected).isNotEmpty().hasSizeLessThan(all.size());
      for (int threads = 1; threads <= 2; threads++) {
        try (PlannedScan chosen =
            scan.withThreads(threads).withBatchSize(7).openPlanned(1, RowChoiceTest::choose)) {
          assertThat(rows(chosen.rows())).isEqualTo(expected);
        }
        try (PlannedScan every = scan.withThreads(threads).openPlanned(1, any -> null)) {
          assertThat(rows(every.rows())).isEqualTo(all);
        }
        try (PlannedScan none = scan.withThreads(threads).openPlanned(1, any -> new int[0])) {
          assertThat(rows(none.rows())).isEmpty();
        }
      }
    }
  }

  private static Long number(String text) {
    return text.equals("null") ? null : Long.valueOf(text);
  }

  private static List<List<String>> rows(ArrowReader reader) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    while (reader.loadNextBatch()) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      for (int row = 0; row < root.getRowCount(); row++) {
        int at = row;
        rows.add(
            root.getFieldVectors().stream()
                .map(vector -> Objects.toString(vector.getObject(at)))
                .toList());
      }
    }
    return rows;
  }
}
