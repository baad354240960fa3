package io.quacklake.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path directory;

  @Test
  void appearsUnderItsNameOnlyWhenItIsFinished() throws IOException {
    Path target = directory.resolve("out.csv");
    try (OutputFile file = OutputFile.create(target)) {
      file.write("new".getBytes());
      assertThat(target).doesNotExist();
      file.finish();
    }

    assertThat(target).hasContent("new");
    assertThat(names()).containsExactly("out.csv");
  }

  @Test
  void replacesWhatWasThere() throws IOException {
    Path target = Files.writeString(directory.resolve("out.csv"), "old and longer");
    try (OutputFile file = OutputFile.create(target)) {
      file.write("new".getBytes());
      assertThat(target).hasContent("old and longer");
      file.finish();
    }

    assertThat(target).hasContent("new");
  }

  @Test
  void leavesNothingBehindWhenItIsNotFinished() throws IOException {
    Path target = Files.writeString(directory.resolve("out.csv"), "old");
    try (OutputFile file = OutputFile.create(target)) {
      file.write("half".getBytes());
    }

    assertThat(target).hasContent("old");
    assertThat(names()).containsExactly("out.csv");
  }

  @Test
  void writesThroughASymbolicLink() throws IOException {
    Path target = Files.writeString(directory.resolve("real.csv"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.csv"), target);
    try (OutputFile file = OutputFile.create(link)) {
      file.write("new".getBytes());
      file.finish();
    }

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void refusesADirectoryAndAPlaceThatIsNotThere() {
    assertThatThrownBy(() -> OutputFile.create(directory)).hasMessageContaining("is a directory");
    assertThatThrownBy(() -> OutputFile.create(directory.resolve("none/out.csv")))
        .hasMessageContaining("none is not there");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }
}
