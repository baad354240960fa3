package io.quacklake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.format.TableRef;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedColumn;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import io.quacklake.golden.GoldenLake.ExpectedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code scan --format csv} and {@code count} give what the reference reads, as it prints it. */
class GoldenReadsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long DAY_MICROS = 86_400_000_000L;

  private static final List<String> LAKES =
      List.of(
          "types_scalar",
          "types_scalar_inlined",
          "types_nested",
          "types_nested_inlined",
          "schema_evolution",
          "schema_evolution_inlined",
          "deletes_updates",
          "inlined_data",
          "inlined_deletes",
          "partitioned",
          "time_travel",
          "empty",
          "odd_names",
          "sorted",
          "expired",
          "many_files",
          "views_macros");

  @TempDir static Path directory;

  /** The first and the last state of each table; the library's own tests read all of them. */
  @TestFactory
  Stream<DynamicTest> scansAndCountsAreThoseOfTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : LAKES) {
      GoldenLake lake = GoldenLake.load(name);
      for (Backend backend : List.of(Backend.DUCKDB, Backend.SQLITE)) {
        for (ExpectedTable table : lake.tables()) {
          List<ExpectedRead> reads = table.reads();
          for (ExpectedRead read : List.of(reads.get(0), reads.get(reads.size() - 1))) {
            String title =
                "%s %s %s.%s at %d"
                    .formatted(name, backend, table.schema(), table.table(), read.snapshot());
            tests.add(DynamicTest.dynamicTest(title, () -> check(lake, backend, table, read)));
          }
        }
      }
    }
    return tests.stream();
  }

  private static void check(
      GoldenLake lake, Backend backend, ExpectedTable table, ExpectedRead read) throws IOException {
    String[] name = {
      TableRef.of(table.schema(), table.table()).toString(), "--snapshot", "" + read.snapshot()
    };
    Cli cli = Cli.in(directory);

    Cli.Ran count = cli.run(lake, backend, "count", name[0], name[1], name[2], "--format", "csv");
    assertThat(count.err()).isEmpty();
    assertThat(count.out()).isEqualTo("count\n" + read.rows() + "\n");

    Cli.Ran scan = cli.run(lake, backend, "scan", name[0], name[1], name[2], "--format", "csv");
    assertThat(scan.err()).isEmpty();
    assertThat(scan.code()).isZero();
    List<List<@Nullable String>> records = CsvText.parse(scan.out());
    assertThat(records.get(0))
        .isEqualTo(read.columns().stream().map(ExpectedColumn::name).toList());
    List<List<@Nullable String>> rows = records.subList(1, records.size());
    assertThat(rows).hasSize((int) read.rows());
    if (read.json().isPresent()) {
      assertThat(rows).containsExactlyInAnyOrderElementsOf(expected(read, read.json().get()));
    }
  }

  private static List<List<@Nullable String>> expected(ExpectedRead read, Path json)
      throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (JsonNode row : JSON.readTree(json.toFile()).get("rows")) {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(
            row.get(i).isNull() ? null : inUtc(read.columns().get(i).type(), row.get(i).asText()));
      }
      rows.add(values);
    }
    return rows;
  }

  /** Arrow has no time of day with an offset: ours is the same time in UTC. */
  private static String inUtc(String type, String text) {
    if (!type.equals("TIME WITH TIME ZONE")) {
      return text;
    }
    TimeTz time = (TimeTz) ValueCodec.parse(PrimitiveType.TIMETZ, text);
    long micros = time.utcMicros();
    boolean sameDay = micros >= 0 && micros <= DAY_MICROS;
    return ValueCodec.print(
        PrimitiveType.TIMETZ, new TimeTz(sameDay ? micros : Math.floorMod(micros, DAY_MICROS), 0));
  }
}
