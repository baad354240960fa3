package io.quacklake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, without any option for the JVM. */
class ProgramTest {
  @TempDir Path directory;

  @Test
  void endsWithTheExitCodeOfTheCommand() throws IOException, InterruptedException {
    assertThat(start("version").waitFor()).isZero();
    assertThat(start("duckdb:///none.db", "tables").waitFor()).isEqualTo(1);
    assertThat(start("bogus").waitFor()).isEqualTo(2);
  }

  @Test
  void writesArrowWithoutOptionsForTheJvm() throws IOException, InterruptedException {
    assertThat(start("version", "-o", "v.arrow").waitFor()).as(err()).isZero();
    assertThat(directory.resolve("v.arrow")).isNotEmptyFile();
  }

  @Test
  void endsQuietlyWhenNobodyReadsOn() throws IOException, InterruptedException {
    GoldenLake lake = GoldenLake.load("many_files");
    Process process =
        start(lake.address(Backend.SQLITE), "--data-path", lake.dataPath(Backend.SQLITE), "tables");
    process.getInputStream().close();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(141);
    assertThat(err()).isEmpty();
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().keySet().removeIf(each -> each.startsWith("DUCKLAKE_"));
    return builder.start();
  }

  private String err() throws IOException {
    return Files.exists(directory.resolve("err")) ? Files.readString(directory.resolve("err")) : "";
  }
}
