package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.TableRef;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenChanges;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedColumn;
import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The changes of every table of the golden lakes between any two snapshots. */
class GoldenChangesTest {
  @TestFactory
  Stream<DynamicTest> changesAreThoseOfTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (GoldenLake lake : GoldenLake.all()) {
      List<GoldenChanges> changes = GoldenChanges.of(lake);
      for (Backend backend : GoldenCopies.of(lake)) {
        if (!changes.isEmpty()) {
          tests.add(
              DynamicTest.dynamicTest(
                  lake + " in " + backend, () -> changesAreEqual(lake, changes, backend)));
        }
      }
    }
    return tests.stream();
  }

  private static void changesAreEqual(GoldenLake lake, List<GoldenChanges> changes, Backend backend)
      throws Exception {
    try (LakehouseSession session = GoldenCopies.open(lake, backend)) {
      for (GoldenChanges table : changes) {
        List<String> rows = rows(table);
        for (GoldenChanges.Pair pair : pairs(table, backend)) {
          Map<String, Integer> expected = new TreeMap<>();
          pair.rows().stream().forEach(row -> expected.merge(rows.get(row), 1, Integer::sum));
          assertThat(read(session, table, pair))
              .as("%s.%s from %s to %s", table.schema(), table.table(), pair.from(), pair.to())
              .isEqualTo(expected);
        }
      }
    }
  }

  /**
   * All of them in SQLite; queries of other databases take their time, so there are some in those.
   */
  private static List<GoldenChanges.Pair> pairs(GoldenChanges table, Backend backend) {
    long last = table.pairs().stream().mapToLong(GoldenChanges.Pair::to).max().orElse(0);
    return table.pairs().stream()
        .filter(
            pair ->
                backend == Backend.SQLITE
                    || pair.to() == last && (pair.from() % 5 == 0 || pair.from() == last))
        .toList();
  }

  private static Map<String, Integer> read(
      LakehouseSession session, GoldenChanges table, GoldenChanges.Pair pair) throws Exception {
    TableChanges changes =
        session
            .changes(
                TableRef.of(table.schema(), table.table()),
                AsOf.snapshot(pair.from()),
                AsOf.snapshot(pair.to()))
            .withVariantAs(VariantForm.JSON);
    try (ArrowReader reader = changes.withThreads(1 + (int) (pair.to() % 2)).open()) {
      assertThat(reader.getVectorSchemaRoot().getSchema()).isEqualTo(changes.schema());
      return ArrowRows.counted(reader, types(table));
    }
  }

  private static List<String> types(GoldenChanges table) {
    List<String> types = new ArrayList<>(List.of("BIGINT", "BIGINT", "VARCHAR"));
    types.addAll(table.columns().stream().map(ExpectedColumn::type).toList());
    return types;
  }

  private static List<String> rows(GoldenChanges table) throws Exception {
    if (table.rows().isEmpty()) {
      return List.of();
    }
    try (BufferAllocator allocator = new RootAllocator();
        FileInputStream in = new FileInputStream(table.rows().get().toFile());
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
      return ArrowRows.texts(reader, types(table));
    }
  }
}
