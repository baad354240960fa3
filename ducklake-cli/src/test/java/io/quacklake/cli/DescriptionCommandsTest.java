package io.quacklake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the command says of tables, views, macros and options; see the lakes' make.sql. */
class DescriptionCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void describeHasWhatTheCatalogNotesOfColumns(Backend backend) throws IOException {
    List<JsonNode> columns = json(GoldenLake.load("views_macros"), backend, "describe", "base");

    assertThat(columns.get(1).toString())
        .isEqualTo(
            "{\"column\":\"amount\",\"type\":\"decimal(10,2)\",\"nulls_allowed\":true,"
                + "\"default\":\"0\",\"partition\":null,\"comment\":\"money\","
                + "\"contains_null\":false,\"contains_nan\":null,\"min\":\"-3.00\",\"max\":\"20.25\"}");
  }

  @Test
  void describeBeginsWithTheTable() {
    Cli.Ran ran = run(GoldenLake.load("views_macros"), "describe", "base", "--snapshot", "18");

    assertThat(ran.out().lines().toList())
        .startsWith("table            main.base", "snapshot         18")
        .contains(
            "comment          the base table, second comment",
            "rows             5",
            "delete files     0",
            "inlined rows     0",
            "inlined deletes  0",
            "");
    assertThat(ran.out()).containsPattern("data files +3 \\([0-9,]+ bytes\\)\n");
    assertThat(ran.out()).containsPattern("amount +decimal\\(10,2\\).* false +unknown +-3.00");
  }

  @Test
  void describeShowsHowFilesArePartitionedAndSorted() {
    assertThat(run(GoldenLake.load("many_files"), "describe", "f").out())
        .containsPattern("\npartitioned by +k\n");
    assertThat(run(GoldenLake.load("sorted"), "describe", "s").out())
        .containsPattern("\nsorted by +\\S+.* (ASC|DESC) NULLS (FIRST|LAST)");
  }

  @Test
  void describeOfAViewListsItsColumns() throws IOException {
    GoldenLake lake = GoldenLake.load("v11_view_column_comments");

    assertThat(json(lake, Backend.SQLITE, "describe", "\"aliased view\""))
        .extracting(each -> each.get("column").asText() + ": " + each.get("comment").asText())
        .containsExactly("Co l: on an alias", "b: null");
    assertThat(run(lake, "describe", "\"aliased view\"").out())
        .startsWith("view      main.\"aliased view\"\n")
        .contains("sql       SELECT id, note FROM {DUCKLAKE_CATALOG}.base\n");
    Cli.Ran computed = run(lake, "describe", "v");
    assertThat(computed.code()).isEqualTo(1);
    assertThat(computed.err()).contains("needs an engine", "(amount * 2) AS twice");
  }

  @Test
  void sizesAreNumbers() throws IOException {
    GoldenLake lake = GoldenLake.load("deletes_updates");
    JsonNode stats = json(lake, Backend.SQLITE, "stats", "d").get(0);

    assertThat(stats.get("rows").isIntegralNumber()).isTrue();
    assertThat(stats.get("rows").asLong())
        .isEqualTo(json(lake, Backend.SQLITE, "count", "d").get(0).get("count").asLong());
    assertThat(stats.get("records").asLong()).isGreaterThan(stats.get("rows").asLong());
    assertThat(stats.get("delete_bytes").asLong()).isPositive();
    assertThat(json(lake, Backend.SQLITE, "stats"))
        .hasSameSizeAs(json(lake, Backend.SQLITE, "tables"));
  }

  @Test
  void aSizeThatTheCatalogDoesNotKnowIsUnknown() throws IOException {
    // Merged deletes: what of them a snapshot before the last sees is in the file only.
    GoldenLake lake = GoldenLake.load("deletes_updates");
    List<String> unknown = new ArrayList<>();
    for (var snapshot : lake.catalog(Backend.SQLITE).snapshots()) {
      String id = "" + snapshot.id();
      for (JsonNode each : json(lake, Backend.SQLITE, "stats", "--snapshot", id)) {
        if (each.get("rows").isNull()) {
          unknown.add(id);
        }
      }
    }

    assertThat(unknown).isNotEmpty();
    assertThat(run(lake, "stats", "--snapshot", unknown.get(0)).out()).contains("unknown");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void optionsHaveTheirScopes(Backend backend) throws IOException {
    assertThat(json(GoldenLake.load("views_macros"), backend, "options"))
        .extracting(JsonNode::toString)
        .contains(
            "{\"option\":\"encrypted\",\"value\":\"false\",\"scope\":\"lake\","
                + "\"scope_entry\":null,\"scope_id\":null}",
            "{\"option\":\"target_file_size\",\"value\":\"10000000\",\"scope\":\"schema\","
                + "\"scope_entry\":\"s2\",\"scope_id\":8}",
            "{\"option\":\"parquet_row_group_size\",\"value\":\"1000\",\"scope\":\"table\","
                + "\"scope_entry\":\"main.base\",\"scope_id\":1}");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void macrosAreListed(Backend backend) throws IOException {
    assertThat(json(GoldenLake.load("views_macros"), backend, "macros"))
        .extracting(
            each ->
                each.get("macro").asText()
                    + "("
                    + each.get("parameters").asText()
                    + ") "
                    + each.get("type").asText()
                    + " "
                    + each.get("sql").asText())
        .containsExactly(
            "add_one(x) scalar (x + 1)",
            "big_ones(lim) table SELECT * FROM lake.base WHERE (amount > lim)",
            "with_default(a, b := 5) scalar (a * b)");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void plainViewsAreScannedAndCounted(Backend backend) throws IOException {
    GoldenLake lake = GoldenLake.load("views_macros");

    assertThat(json(lake, backend, "scan", "positive", "--where", "amount < 20"))
        .extracting(each -> each.get("id").asInt() + " " + each.get("amount").asDouble())
        .containsExactlyInAnyOrder("1 10.5", "5 5.0");
    assertThat(json(lake, backend, "scan", "\"aliased view\"", "--columns", "b,a", "--limit", "1"))
        .extracting(each -> each.fieldNames().next())
        .containsExactly("b");
    assertThat(json(lake, backend, "count", "positive").get(0).get("count").asLong()).isEqualTo(3);
    assertThat(run(lake, "scan", "positive", "--virtual", "rowid").err()).contains("is a view");
  }

  private Cli.Ran run(GoldenLake lake, String... args) {
    return Cli.in(directory).run(lake, Backend.SQLITE, args);
  }

  private List<JsonNode> json(GoldenLake lake, Backend backend, String... args) throws IOException {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--format";
    all[args.length + 1] = "ndjson";
    Cli.Ran ran = Cli.in(directory).run(lake, backend, all);
    assertThat(ran.err()).isEmpty();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : ran.out().lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
