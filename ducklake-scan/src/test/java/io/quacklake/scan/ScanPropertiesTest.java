package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** How a scan is carried out never changes what it returns, the order of rows included. */
class ScanPropertiesTest {
  private record Source(String lake, String table, String filter) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source("types_scalar", "main.t", "c_i32 > 5000 OR c_f64 IS NULL"),
          new Source("types_scalar_inlined", "main.t", "c_i32 > 5000 OR c_f64 IS NULL"),
          new Source("types_nested", "main.n", "s.a >= 10"),
          new Source("types_nested_inlined", "main.n", "s.a >= 10"),
          new Source("inlined_deletes", "main.d", "id > 3"),
          new Source("many_files", "main.f", "k BETWEEN 20 AND 60"),
          new Source("deletes_updates", "main.d", "grp = 1 OR v LIKE '%1%'"),
          new Source("partitioned", "main.ident", "n > 2"),
          new Source("v11_merged_files", "main.m", "id > 2"));

  private static final List<LakehouseSession> OPEN = new ArrayList<>();
  private static final List<TableScan> SCANS = new ArrayList<>();

  @BeforeContainer
  static void open() {
    for (Source source : SOURCES) {
      GoldenLake lake = GoldenLake.load(source.lake());
      LakehouseSession session = LakehouseSession.open(lake.address(Backend.SQLITE));
      OPEN.add(session);
      SCANS.add(session.scan(source.table()));
      SCANS.add(session.scan(source.table()).where(source.filter()));
    }
  }

  @AfterContainer
  static void close() {
    OPEN.forEach(LakehouseSession::close);
  }

  @Provide
  Arbitrary<TableScan> scans() {
    return Arbitraries.of(SCANS);
  }

  @Property(tries = 150)
  void batchSizeAndThreadsNeverChangeTheAnswer(
      @ForAll("scans") TableScan scan,
      @ForAll @IntRange(min = 1, max = 300) int batchSize,
      @ForAll @IntRange(min = 1, max = 5) int threads)
      throws Exception {
    List<String> columns = columns(scan);

    assertThat(rows(scan.withBatchSize(batchSize).withThreads(threads), columns))
        .isEqualTo(rows(scan.withThreads(1), columns));
  }

  @Property(tries = 100)
  void theOrderOfColumnsNeverChangesTheAnswer(
      @ForAll("scans") TableScan scan, @ForAll long seed, @ForAll @IntRange(max = 40) int kept)
      throws Exception {
    List<String> columns = columns(scan);
    List<String> shuffled = new ArrayList<>(columns);
    Collections.shuffle(shuffled, new Random(seed));
    List<String> some = shuffled.subList(0, Math.min(kept, shuffled.size()));

    assertThat(rows(scan.select(quoted(some)), some)).isEqualTo(rows(scan, some));
  }

  @Property(tries = 60)
  void aLimitReturnsThatManyRowsOrAll(
      @ForAll("scans") TableScan scan, @ForAll @IntRange(max = 90) int limit) throws Exception {
    List<String> all = rows(scan, columns(scan));
    List<String> limited = rows(scan.limit(limit).withBatchSize(7), columns(scan));

    assertThat(limited).hasSize(Math.min(limit, all.size()));
    assertThat(all).containsAll(limited);
    assertThat(scan.limit(limit).count()).isEqualTo(limited.size());
  }

  @Property(tries = 40)
  void withoutColumnsTheNumberOfRowsIsRight(@ForAll("scans") TableScan scan) throws Exception {
    long rows = 0;
    try (ArrowReader reader = scan.select().open()) {
      while (reader.loadNextBatch()) {
        assertThat(reader.getVectorSchemaRoot().getFieldVectors()).isEmpty();
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }

    assertThat(rows).isEqualTo(rows(scan, columns(scan)).size());
    assertThat(scan.count()).isEqualTo(rows);
  }

  private static List<String> columns(TableScan scan) {
    return scan.schema().getFields().stream().map(field -> field.getName()).toList();
  }

  private static List<String> quoted(List<String> names) {
    return names.stream().map(name -> '"' + name.replace("\"", "\"\"") + '"').toList();
  }

  private static List<String> rows(TableScan scan, List<String> columns) throws Exception {
    List<String> rows = new ArrayList<>();
    try (ArrowReader reader = scan.open()) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int row = 0; row < root.getRowCount(); row++) {
          List<Object> values = new ArrayList<>();
          for (String column : columns) {
            FieldVector vector = root.getVector(column);
            Object value = vector.getObject(row);
            values.add(value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : value);
          }
          rows.add(values.toString());
        }
      }
    }
    return rows;
  }
}
