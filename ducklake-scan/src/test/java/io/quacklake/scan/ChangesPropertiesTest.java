package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.TableRef;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedColumn;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import io.quacklake.golden.GoldenLake.ExpectedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What holds of the changes of any table, those that the reference cannot read included. */
class ChangesPropertiesTest {
  private static final List<String> KEYS = List.of("BIGINT", "BIGINT", "VARCHAR");

  private record Source(LakehouseSession session, GoldenLake lake, ExpectedTable table) {
    List<ExpectedRead> reads() {
      return table.reads();
    }

    TableRef ref() {
      return TableRef.of(table.schema(), table.table());
    }

    @Override
    public String toString() {
      return lake + " " + ref();
    }
  }

  /** Three of a table's snapshots in order. */
  private record Triple(Source source, int first, int middle, int last) {
    ExpectedRead read(int index) {
      return source.reads().get(index);
    }

    /** Whether the next snapshot has expired: no range can begin with it. */
    boolean isGapAfter(int index) {
      return read(index + 1).snapshot() != read(index).snapshot() + 1;
    }
  }

  private static final List<Source> SOURCES = new ArrayList<>();

  @BeforeContainer
  static void open() {
    for (GoldenLake lake : GoldenLake.all()) {
      // Lakes with variants in the catalog have no copy in SQLite.
      Backend backend = lake.has(Backend.SQLITE) ? Backend.SQLITE : Backend.DUCKDB;
      if (backend == Backend.SQLITE || lake.name().equals("v11_variant_inlined")) {
        LakehouseSession session = LakehouseSession.open(lake.address(backend));
        lake.tables().forEach(table -> SOURCES.add(new Source(session, lake, table)));
      }
    }
  }

  @AfterContainer
  static void close() {
    SOURCES.stream().map(Source::session).distinct().forEach(LakehouseSession::close);
  }

  @Provide
  Arbitrary<Triple> triples() {
    return Arbitraries.of(SOURCES)
        .flatMap(
            source -> {
              Arbitrary<Integer> index =
                  Arbitraries.integers().between(0, source.reads().size() - 1);
              return Combinators.combine(index, index, index)
                  .as(
                      (a, b, c) -> {
                        List<Integer> sorted = new ArrayList<>(List.of(a, b, c));
                        Collections.sort(sorted);
                        return new Triple(source, sorted.get(0), sorted.get(1), sorted.get(2));
                      });
            });
  }

  @Property(tries = 250)
  void theChangesOfARangeAreThoseOfItsParts(@ForAll("triples") Triple triple) throws Exception {
    if (triple.middle() == triple.last() || triple.isGapAfter(triple.middle())) {
      return;
    }
    long first = triple.read(triple.first()).snapshot();
    long middle = triple.read(triple.middle()).snapshot();
    long next = triple.read(triple.middle() + 1).snapshot();
    long last = triple.read(triple.last()).snapshot();

    Map<String, Integer> parts = keys(triple.source(), first, middle);
    keys(triple.source(), next, last)
        .forEach((key, count) -> parts.merge(key, count, Integer::sum));

    assertThat(keys(triple.source(), first, last)).isEqualTo(parts);
  }

  @Property(tries = 250)
  void theChangesTurnTheRowsBeforeIntoTheRowsAfter(@ForAll("triples") Triple triple)
      throws Exception {
    if (triple.first() == triple.last() || triple.isGapAfter(triple.first())) {
      return;
    }
    ExpectedRead before = triple.read(triple.first());
    ExpectedRead after = triple.read(triple.last());
    boolean sameColumns = before.columns().equals(after.columns());
    List<String> types =
        sameColumns ? after.columns().stream().map(ExpectedColumn::type).toList() : List.of();
    Map<String, Integer> rows = rows(triple.source(), before, types);

    long from = triple.read(triple.first() + 1).snapshot();
    for (String change : changes(triple.source(), from, after.snapshot(), types)) {
      // [snapshot, rowid, type, values...]
      String[] parts = change.split(", ", 4);
      String type = parts[2].replace("]", "");
      String row = parts.length < 4 ? "[" + parts[1] + "]" : "[" + parts[1] + ", " + parts[3];
      int sign = type.equals("insert") || type.equals("update_postimage") ? 1 : -1;
      rows.merge(row, sign, (a, b) -> a + b == 0 ? null : a + b);
    }

    assertThat(rows).isEqualTo(rows(triple.source(), after, types));
  }

  @Property(tries = 60)
  void threadsAndBatchSizeChangeNothing(@ForAll("triples") Triple triple) throws Exception {
    TableChanges changes =
        changes(
            triple.source(),
            triple.read(triple.first()).snapshot(),
            triple.read(triple.last()).snapshot());
    List<String> types = new ArrayList<>(KEYS);
    triple.read(triple.last()).columns().forEach(each -> types.add(each.type()));

    assertThat(texts(changes.withBatchSize(3).withThreads(3), types))
        .isEqualTo(texts(changes.withThreads(1), types));
  }

  private static TableChanges changes(Source source, long from, long to) {
    return source
        .session()
        .changes(source.ref(), AsOf.snapshot(from), AsOf.snapshot(to))
        .withVariantAs(VariantForm.JSON);
  }

  private static List<String> changes(Source source, long from, long to, List<String> columns)
      throws Exception {
    List<String> types = new ArrayList<>(KEYS);
    types.addAll(columns);
    TableChanges changes = changes(source, from, to);
    return texts(columns.isEmpty() ? changes.select() : changes, types);
  }

  private static List<String> texts(TableChanges changes, List<String> types) throws Exception {
    try (ArrowReader reader = changes.open()) {
      return ArrowRows.texts(reader, types);
    }
  }

  private static Map<String, Integer> keys(Source source, long from, long to) throws Exception {
    try (ArrowReader reader = changes(source, from, to).select().open()) {
      return ArrowRows.counted(reader, KEYS);
    }
  }

  /** Row ids, and values where there are types. */
  private static Map<String, Integer> rows(Source source, ExpectedRead read, List<String> types)
      throws Exception {
    TableScan scan =
        source
            .session()
            .scan(source.ref())
            .asOf(read.snapshot())
            .withVariantAs(VariantForm.JSON)
            .withVirtualColumns(VirtualColumn.ROW_ID);
    List<String> all = new ArrayList<>(types);
    all.add("BIGINT");
    Map<String, Integer> rows = new HashMap<>();
    try (ArrowReader reader = (types.isEmpty() ? scan.select() : scan).open()) {
      for (String text : ArrowRows.texts(reader, all)) {
        int comma = text.lastIndexOf(", ");
        String row =
            comma < 0
                ? text
                : "["
                    + text.substring(comma + 2, text.length() - 1)
                    + ", "
                    + text.substring(1, comma)
                    + "]";
        rows.merge(row, 1, Integer::sum);
      }
    }
    return rows;
  }
}
