package io.quacklake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedColumn;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import io.quacklake.golden.GoldenLake.ExpectedSnapshot;
import io.quacklake.golden.GoldenLake.ExpectedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the commands say of golden lakes is what {@code expected.json} says. */
class CommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void tablesAreTheCurrentOnes(Backend backend) throws IOException {
    GoldenLake lake = GoldenLake.load("odd_names");

    assertThat(texts(lake, backend, "tables"))
        .extracting(each -> each.get("schema").asText() + "/" + each.get("table").asText())
        .containsExactlyInAnyOrderElementsOf(
            lake.tables().stream()
                .filter(ExpectedTable::current)
                .map(each -> each.schema() + "/" + each.table())
                .toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void changesAreTheRowsThatSnapshotsInsertedAndDeleted(Backend backend) throws IOException {
    // Snapshot 8 deletes three rows, 9 inserts five: see make.sql.
    List<JsonNode> changes =
        texts(
            GoldenLake.load("merged_files"),
            backend,
            "changes",
            "m",
            "--from",
            "8",
            "--to",
            "9",
            "--columns",
            "id");

    assertThat(changes)
        .extracting(
            each ->
                each.get("snapshot_id").asText()
                    + " "
                    + each.get("change_type").asText()
                    + " "
                    + each.get("id").asText())
        .containsExactlyInAnyOrder(
            "8 delete 3",
            "8 delete 12",
            "8 delete 21",
            "9 insert 25",
            "9 insert 26",
            "9 insert 27",
            "9 insert 28",
            "9 insert 29");
  }

  @Test
  void tablesOfAnEarlierSnapshotAreThoseOfThen() throws IOException {
    GoldenLake lake = GoldenLake.load("time_travel");
    for (ExpectedSnapshot snapshot : lake.catalog(Backend.SQLITE).snapshots()) {
      assertThat(texts(lake, Backend.SQLITE, "tables", "--snapshot", "" + snapshot.id()))
          .extracting(each -> each.get("table_id").asLong())
          .containsExactlyInAnyOrderElementsOf(
              lake.tables().stream()
                  .filter(
                      table ->
                          table.reads().stream().anyMatch(read -> read.snapshot() == snapshot.id()))
                  .map(ExpectedTable::tableId)
                  .toList());
    }
  }

  @Test
  void schemasAreListed() throws IOException {
    assertThat(texts(GoldenLake.load("views_macros"), Backend.DUCKDB, "schemas"))
        .extracting(each -> each.get("schema").asText())
        .containsExactlyInAnyOrder("main", "s2");
  }

  @Test
  void viewsAreListedWithTheirSql() throws IOException {
    GoldenLake lake = GoldenLake.load("views_macros");

    assertThat(lake.views()).isNotEmpty();
    assertThat(texts(lake, Backend.SQLITE, "views"))
        .extracting(
            each ->
                List.of(
                    each.get("schema").asText(),
                    each.get("view").asText(),
                    each.get("dialect").asText(),
                    each.get("sql").asText()))
        .containsExactlyInAnyOrderElementsOf(
            lake.views().stream()
                .map(each -> List.of(each.schema(), each.name(), each.dialect(), each.sql()))
                .toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void snapshotsHaveTheirNumbersTimesAndSchemaVersions(Backend backend) throws IOException {
    GoldenLake lake = GoldenLake.load("time_travel");

    assertThat(texts(lake, backend, "snapshots"))
        .extracting(
            each ->
                new ExpectedSnapshot(
                    each.get("snapshot").asLong(),
                    Instant.parse(
                        each.get("time").asText().replace(' ', 'T').replaceFirst("[+]00$", "Z")),
                    each.get("schema_version").asLong()))
        .containsExactlyElementsOf(lake.catalog(backend).snapshots());
  }

  @Test
  void describeListsTheColumnsOfTheSnapshot() throws IOException {
    GoldenLake lake = GoldenLake.load("schema_evolution");
    for (ExpectedTable table : lake.tables()) {
      for (ExpectedRead read : table.reads()) {
        assertThat(
                texts(
                    lake,
                    Backend.SQLITE,
                    "describe",
                    table.table(),
                    "--snapshot",
                    "" + read.snapshot()))
            .extracting(each -> each.get("column").asText())
            .containsExactlyElementsOf(read.columns().stream().map(ExpectedColumn::name).toList());
      }
    }
  }

  @Test
  void describeShowsThePartitioning() throws IOException {
    assertThat(texts(GoldenLake.load("many_files"), Backend.SQLITE, "describe", "f"))
        .filteredOn(each -> each.get("column").asText().equals("k"))
        .extracting(each -> each.get("partition").asText())
        .containsExactly("identity");
  }

  @Test
  void aFilterThatMatchesOneFileOpensOne() throws IOException {
    GoldenLake lake = GoldenLake.load("many_files");
    JsonNode plan = texts(lake, Backend.DUCKDB, "plan", "f", "--where", "k = 7").get(0);

    assertThat(plan.get("files_in_table").asLong()).isEqualTo(250);
    assertThat(plan.get("files").asLong()).isEqualTo(1);
    assertThat(texts(lake, Backend.DUCKDB, "plan", "f", "--where", "k = 7", "--files")).hasSize(1);
    assertThat(texts(lake, Backend.DUCKDB, "files", "f")).hasSize(250);
  }

  @Test
  void filesShowsDataAndDeleteFiles() throws IOException {
    GoldenLake lake = GoldenLake.load("deletes_updates");
    List<JsonNode> files = texts(lake, Backend.SQLITE, "files", "d");

    assertThat(files).extracting(each -> each.get("kind").asText()).contains("data", "delete");
    assertThat(files)
        .allSatisfy(each -> assertThat(Path.of(each.get("path").asText())).isRegularFile());
  }

  @Test
  void atATimeReadsTheSnapshotOfThen() throws IOException {
    GoldenLake lake = GoldenLake.load("time_travel");
    ExpectedTable table = lake.tables().get(0);
    ExpectedRead read = table.reads().get(2);
    Instant then =
        lake.catalog(Backend.SQLITE).snapshots().stream()
            .filter(each -> each.id() == read.snapshot())
            .findFirst()
            .orElseThrow()
            .time();

    assertThat(texts(lake, Backend.SQLITE, "count", table.table(), "--at", then.toString()))
        .extracting(each -> each.get("count").asLong())
        .containsExactly(read.rows());
  }

  @Test
  void columnsLimitAndVirtualColumnsAreApplied() throws IOException {
    List<JsonNode> rows =
        texts(
            GoldenLake.load("many_files"),
            Backend.SQLITE,
            "scan",
            "f",
            "--columns",
            "\"k\",id",
            "--limit",
            "3",
            "--virtual",
            "rowid,filename");

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).fieldNames())
        .toIterable()
        .containsExactly("k", "id", "rowid", "filename");
  }

  @Test
  void aFieldOfAStructIsReadAlone() throws IOException {
    List<JsonNode> rows =
        texts(GoldenLake.load("types_nested"), Backend.SQLITE, "scan", "n", "--columns", "s.b");

    assertThat(rows).isNotEmpty();
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.fieldNames()).toIterable().containsExactly("s");
              if (!row.get("s").isNull()) {
                assertThat(row.get("s").fieldNames()).toIterable().containsExactly("b");
              }
            });
  }

  @Test
  void variantsAreJson() throws IOException {
    GoldenLake lake = GoldenLake.load("variant_geometry");
    List<JsonNode> rows = texts(lake, Backend.SQLITE, "scan", "v", "--snapshot", "2");

    assertThat(rows)
        .extracting(row -> row.get("v").toString())
        .containsExactlyInAnyOrder(
            "42",
            "\"text\"",
            "\"2024-02-29\"",
            "{\"a\":42,\"b\":null,\"c\":[1,2]}",
            "null",
            "[1,2,null,5]",
            "1.25",
            "true",
            "1.0E300");
    Cli.Ran csv =
        Cli.in(directory).run(lake, Backend.SQLITE, "scan", "v", "--format", "csv", "--limit", "4");
    assertThat(csv.out()).contains("4,\"{\"\"a\"\":42,\"\"b\"\":null,\"\"c\"\":[1,2]}\"");
    Cli.Ran table = Cli.in(directory).run(lake, Backend.SQLITE, "scan", "v");
    assertThat(table.out()).contains("{\"a\":42,\"b\":null,\"c\":[1,2]}");
  }

  @Test
  void variantsOfTheChangeFeedAreJsonToo() throws IOException {
    GoldenLake lake = GoldenLake.load("variant_geometry");
    // Snapshot 2 inserts the first rows: see make.sql.
    List<JsonNode> inserted =
        texts(lake, Backend.SQLITE, "changes", "v", "--from", "2", "--to", "2");

    assertThat(inserted)
        .extracting(row -> row.get("v").toString())
        .contains("42", "{\"a\":42,\"b\":null,\"c\":[1,2]}", "1.0E300")
        .hasSize(9);
  }

  @Test
  void variantsInStructsAndListsAreJson() throws IOException {
    List<JsonNode> rows =
        texts(GoldenLake.load("v11_variant_inlined"), Backend.DUCKDB, "scan", "n");

    assertThat(rows)
        .extracting(JsonNode::toString)
        .containsExactlyInAnyOrder(
            "{\"id\":1,\"s\":{\"a\":1,\"b\":2},\"l\":[1,2,null]}",
            "{\"id\":2,\"s\":null,\"l\":null}");
  }

  @Test
  void geometriesAreWellKnownText() throws IOException {
    GoldenLake lake = GoldenLake.load("variant_geometry");
    for (String name : List.of("g", "gz")) {
      ExpectedRead read =
          lake.tables().stream()
              .filter(each -> each.table().equals(name))
              .flatMap(each -> each.reads().stream())
              .filter(ExpectedRead::latest)
              .findFirst()
              .orElseThrow();
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode row : texts(lake, Backend.DUCKDB, "scan", name)) {
        JsonNode geometry = row.get("g");
        rows.add(
            java.util.Arrays.asList(
                row.get("id").asText(), geometry.isNull() ? null : geometry.asText()));
      }
      assertThat(rows).containsExactlyInAnyOrderElementsOf(read.texts().orElseThrow());
    }
  }

  @Test
  void variantsThatAreWrittenAsParquetAreReadByDuckDb() throws SQLException {
    GoldenLake lake = GoldenLake.load("variant_geometry");
    Cli.Ran ran = Cli.in(directory).run(lake, Backend.DUCKDB, "scan", "v", "-o", "v.parquet");

    assertThat(ran.err()).isEmpty();
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result =
            connection
                .createStatement()
                .executeQuery(
                    "select variant_typeof(v) from '" + directory.resolve("v.parquet") + "'")) {
      while (result.next()) {
        found.add(result.getString(1));
      }
    }
    assertThat(found).contains("INT32", "DATE", "OBJECT(a, b, c)", "ARRAY(4)", "BOOL_TRUE");
  }

  @Test
  void parquetThatIsWrittenIsReadByDuckDb() throws IOException, SQLException {
    GoldenLake lake = GoldenLake.load("partitioned");
    ExpectedTable table = lake.tables().get(0);
    ExpectedRead last = table.reads().get(table.reads().size() - 1);
    Cli.Ran ran =
        Cli.in(directory).run(lake, Backend.DUCKDB, "scan", table.table(), "-o", "t.parquet");

    assertThat(ran.err()).isEmpty();
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result =
            connection
                .createStatement()
                .executeQuery("select count(*) from '" + directory.resolve("t.parquet") + "'")) {
      while (result.next()) {
        found.add(result.getString(1));
      }
    }
    assertThat(found).containsExactly("" + last.rows());
  }

  @Test
  void aTerminalIsToldHowManyRowsThereAre() {
    Cli.Ran ran =
        Cli.in(directory)
            .atTerminal()
            .run(GoldenLake.load("many_files"), Backend.SQLITE, "files", "f");

    assertThat(ran.err()).isEqualTo("250 rows\n");
  }

  private List<JsonNode> texts(GoldenLake lake, Backend backend, String... args)
      throws IOException {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--format";
    all[args.length + 1] = "ndjson";
    Cli.Ran ran = Cli.in(directory).run(lake, backend, all);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : ran.out().lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
