package io.quacklake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets one line that says what, where and what to do, and exit code 1. */
class BadInputTest {
  @TempDir Path directory;

  @Test
  void aMissingCatalog() {
    for (String address :
        List.of("duckdb:///none.db", "sqlite:///none.db", "ducklake:none.db", "./none.db")) {
      assertThat(failed(address, "tables")).contains("none.db");
    }
    assertThat(directory.resolve("none.db")).doesNotExist();
  }

  @Test
  void aFileThatIsNoDatabase() throws IOException {
    Path file = Files.writeString(directory.resolve("text.db"), "This is a text. ".repeat(1000));

    assertThat(failed("ducklake:duckdb:" + file, "tables")).contains("text.db");
    assertThat(failed("ducklake:sqlite:" + file, "tables")).contains("text.db");
    assertThat(failed(file.toString(), "tables")).contains("text.db");
  }

  @Test
  void aDatabaseWithoutALake() throws SQLException {
    for (String kind : List.of("duckdb", "sqlite")) {
      Path file = directory.resolve(kind + ".db");
      execute("jdbc:" + kind + ":" + file, "create table t (a integer)");

      assertThat(failed("ducklake:" + kind + ":" + file, "tables")).contains(kind + ".db");
    }
  }

  @Test
  void anUnknownVersion() throws SQLException {
    GoldenLake lake = copy("time_travel");
    execute(
        "jdbc:sqlite:" + lake.catalog(Backend.SQLITE).file(),
        "update ducklake_metadata set value = '9.7' where key = 'version'");

    assertThat(failed(lake, "tables")).contains("9.7");
  }

  @Test
  void aMissingDataFile() throws IOException {
    GoldenLake lake = copy("types_scalar");
    Path file = largestDataFile(lake);
    Files.delete(file);

    assertThat(failed(lake, "scan", "t")).contains(file.getFileName().toString());
  }

  @Test
  void aTruncatedDataFile() throws IOException {
    GoldenLake lake = copy("types_scalar");
    Path file = largestDataFile(lake);
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, 8, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));

      assertThat(failed(lake, "scan", "t")).contains(file.getFileName().toString());
    }
  }

  @Test
  void aCorruptDataFile() throws IOException {
    GoldenLake lake = copy("types_scalar");
    Path file = largestDataFile(lake);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0xFF);
    Files.write(file, bytes);

    assertThat(failed(lake, "scan", "t")).contains(file.getFileName().toString());
  }

  @Test
  void anOutputFileIsNotLeftBehindByAFailure() throws IOException {
    GoldenLake lake = copy("types_scalar");
    Files.delete(largestDataFile(lake));

    failed(lake, "scan", "t", "-o", "out.csv");
    assertThat(directory.resolve("out.csv")).doesNotExist();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).noneMatch(each -> each.getFileName().toString().endsWith(".tmp"));
    }
  }

  @Test
  void aTableThatIsNotThere() {
    GoldenLake lake = GoldenLake.load("time_travel");

    assertThat(failed(lake, "scan", "othr"))
        .contains("othr")
        .contains("Did you mean")
        .contains("other");
    assertThat(failed(lake, "count", "mian.t")).contains("mian").contains("main");
    assertThat(failed(lake, "describe", "othr")).contains("other");
  }

  @Test
  void aColumnThatIsNotThere() {
    GoldenLake lake = GoldenLake.load("types_scalar");

    assertThat(failed(lake, "scan", "t", "--columns", "c_bol"))
        .contains("c_bol")
        .contains("c_bool");
    assertThat(failed(lake, "scan", "t", "--where", "c_bol = true")).contains("c_bool");
    assertThat(failed(lake, "scan", "t", "--virtual", "rowidd")).contains("rowid");
  }

  @Test
  void aSnapshotThatIsNotThere() {
    GoldenLake lake = GoldenLake.load("time_travel");

    assertThat(failed(lake, "scan", "t", "--snapshot", "4711")).contains("4711");
    assertThat(failed(lake, "scan", "t", "--at", "1999-01-01")).contains("1999");
  }

  @Test
  void aBadPredicateWithItsPosition() {
    GoldenLake lake = GoldenLake.load("types_scalar");

    for (String command : List.of("scan", "count", "plan")) {
      Cli.Ran ran =
          Cli.in(directory).run(lake, Backend.SQLITE, command, "t", "--where", "id = = 3");
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).startsWith("ducklake: ").contains("position 6").doesNotContain("\tat");
    }
    assertThat(
            Cli.in(directory).run(lake, Backend.SQLITE, "plan", "t", "--where", "id = 'x'").err())
        .startsWith("ducklake: ")
        .contains("id");
  }

  @Test
  void verboseShowsWhereAnErrorComesFrom() {
    Cli.Ran ran = Cli.in(directory).run("duckdb:///none.db", "--verbose", "tables");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("\tat io.quacklake.");
  }

  @Test
  void aCatalogThatADuckDbWriterHolds() throws IOException, InterruptedException {
    GoldenLake lake = copy("time_travel");
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldCatalog.class.getName(),
                lake.catalog(Backend.DUCKDB).file().toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("held");

      Cli.Ran ran = Cli.in(directory).run(lake, Backend.DUCKDB, "tables");
      assertThat(oneLine(ran)).containsIgnoringCase("lock");
    } finally {
      writer.destroy();
      writer.waitFor();
    }
    assertThat(Cli.in(directory).run(lake, Backend.DUCKDB, "tables").code()).isZero();
  }

  /** Holds a DuckDB file open for writing until its process is ended. */
  static final class HoldCatalog {
    private HoldCatalog() {}

    public static void main(String[] args) throws SQLException, IOException {
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + args[0])) {
        System.out.println("held");
        System.in.read();
      }
    }
  }

  private String failed(GoldenLake lake, String... args) {
    return oneLine(Cli.in(directory).run(lake, Backend.SQLITE, args));
  }

  private String failed(String address, String... args) {
    return oneLine(
        Cli.in(directory)
            .run(Stream.concat(Stream.of(address), Stream.of(args)).toArray(String[]::new)));
  }

  private static String oneLine(Cli.Ran ran) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err()).startsWith("ducklake: ").doesNotContain("internal error");
    assertThat(ran.err()).hasLineCount(1);
    return ran.err();
  }

  private GoldenLake copy(String name) {
    return GoldenLake.load(name).copyTo(directory.resolve(name));
  }

  private static Path largestDataFile(GoldenLake lake) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(lake.dataPath(Backend.SQLITE)))) {
      return files
          .filter(each -> each.toString().endsWith(".parquet"))
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.createStatement().execute(sql);
    }
  }
}
