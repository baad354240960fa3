package io.quacklake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scan",
        "count",
        "tables",
        "schemas",
        "views",
        "describe",
        "snapshots",
        "files",
        "plan",
        "macros",
        "stats",
        "options",
        "config",
        "version"
      })
  void everyCommandHasHelpWithAnExample(String command) {
    Cli.Ran ran = Cli.in(directory).run(command, "--help");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Usage: ducklake " + command).contains("Example:\n  ducklake ");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void theProgramHasHelpWithAnExample() {
    Cli.Ran ran = Cli.in(directory).run("--help");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Example:\n  ducklake ").contains("Exit codes:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "scan",
        "scan t extra",
        "scan a..b",
        "scan \"a",
        "scan t --limit x",
        "scan t --limit -1",
        "scan t --threads 0",
        "scan t --snapshot latest",
        "scan t --snapshot 1 --at 2026-01-01",
        "scan t --at yesterday",
        "scan t --at 2026-02-30",
        "scan t --columns a,,b",
        "tables --bogus",
        "tables --format xml",
        "--catalog duckdb:///x --lake y tables",
        "duckdb:///x --catalog duckdb:///y tables",
        "duckdb:///x",
        "tables",
      })
  void wrongUsageIsSaidInOneLineAndEndsWithTwo(String line) {
    String[] args =
        line.isEmpty()
            ? new String[0]
            : (line.startsWith("scan") ? "duckdb:///" + directory + "/none " + line : line)
                .split(" ");

    Cli.Ran ran = Cli.in(directory).run(args);

    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.err()).startsWith("ducklake: ").contains("--help'");
  }

  @Test
  void aMistypedCommandIsToldFromAnAddress() {
    assertThat(Cli.in(directory).run("tabels").err()).contains("Did you mean tables?");
    assertThat(Cli.in(directory).run("--catalog", "sqlite:///x", "zzz").err())
        .contains("There is no command zzz.");
    assertThat(Cli.in(directory).run("sqlite:///x").err()).contains("No command is given");
  }

  @Test
  void optionsMayStandBeforeOrAfterTheCommand() {
    String before = Cli.in(directory).run("--format", "csv", "version").out();
    String after = Cli.in(directory).run("version", "--format", "csv").out();

    assertThat(before).isEqualTo(after).startsWith("version,reads_specifications,");
  }

  @Test
  void theNameOfTheFileChoosesTheFormat() {
    Cli.Ran ran = Cli.in(directory).run("version", "-o", "v.json");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(directory.resolve("v.json")).content().startsWith("[\n{\"version\":");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAnError() {
    Cli.Ran ran = Cli.in(directory).run("version", "-o", "none/v.json");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith("ducklake: Cannot write none/v.json: ").hasLineCount(1);
  }

  @Test
  void bytesAreNotSentToATerminal() {
    assertThat(Cli.in(directory).atTerminal().run("version", "--format", "arrow").code())
        .isEqualTo(2);
  }

  @Test
  void configShowsWhereSettingsComeFromAndNoSecret() throws Exception {
    Files.writeString(
        directory.resolve("ducklake.toml"),
        """
        [lakes.prod]
        catalog = "postgresql://u:geheim@db/lake"
        [lakes.prod.storage]
        region = "eu-central-1"
        secret_access_key = "geheim"
        """);

    Cli.Ran ran =
        Cli.in(directory)
            .with("DUCKLAKE_DATA_PATH", "s3://bucket/lake/")
            .run(
                "--lake",
                "prod",
                "config",
                "show",
                "--storage",
                "session_token=geheim",
                "--format",
                "csv");

    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .doesNotContain("geheim")
        .contains("data_path,s3://bucket/lake/,environment DUCKLAKE_DATA_PATH\n")
        .contains("storage.region,eu-central-1,[lakes.prod] of ")
        .contains("storage.session_token,(secret),argument\n");
  }

  @Test
  void anUnknownStorageOptionIsAnErrorWithASuggestion() {
    Cli.Ran ran = Cli.in(directory).run("duckdb:///x", "tables", "--storage", "regoin=x");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("regoin").contains("Did you mean region?");
  }
}
