package io.quacklake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.cli.Cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that keep a lake in shape: what they print, and what is left of the files. */
class MaintenanceCommandsTest {
  private static final int APPENDS = 3;

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void makeALakeOfSmallFiles() throws IOException {
    cli = Cli.in(directory);
    lines("init", "--data-path", directory.resolve("data").toString());
    lines("set-option", "data_inlining_row_limit", "0");
    lines("create-table", "t", "id BIGINT");
    for (int i = 0; i < APPENDS; i++) {
      Files.writeString(directory.resolve("a.csv"), "id\n" + i + "\n");
      lines("append", "t", "a.csv");
    }
  }

  private Ran ran(String... args) {
    List<String> all = new ArrayList<>(List.of("sqlite:///" + directory.resolve("lake.sqlite")));
    all.addAll(List.of(args));
    return cli.run(all.toArray(String[]::new));
  }

  private List<String> lines(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!args[0].equals("set-option")) {
      all.addAll(List.of("--format", "csv"));
    }
    Ran ran = ran(all.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    return ran.out().lines().toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(directory.resolve("data"))) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void smallFilesAreMergedAndTheOldOnesCleanedUp() throws IOException {
    List<Path> before = files();

    List<String> would = lines("merge-files", "--dry-run");
    assertThat(would.get(0))
        .isEqualTo("table,files_processed,files_created,bytes_processed,bytes_created,snapshot");
    assertThat(would.get(1)).startsWith("main.t,3,1,").endsWith(",0,");
    assertThat(files()).isEqualTo(before);

    assertThat(lines("merge-files", "t", "--message", "tidy").get(1))
        .startsWith("main.t,3,1,")
        .endsWith("," + (APPENDS + 2));
    assertThat(lines("scan", "t").stream().sorted()).containsExactly("0", "1", "2", "id");
    assertThat(lines("snapshots").toString()).contains("tidy", "merge_adjacent:1");
    assertThat(lines("merge-files")).hasSize(1);

    assertThat(lines("cleanup")).containsExactly("path");
    assertThat(lines("cleanup", "--all", "--dry-run")).hasSize(1 + APPENDS);
    assertThat(lines("cleanup", "--older-than", "0s")).hasSize(1 + APPENDS);
    assertThat(files()).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(lines("scan", "t")).hasSize(1 + APPENDS);
  }

  @Test
  void orphansAreRemovedWhenTheyAreOld() throws IOException {
    List<Path> before = files();
    Path orphan =
        Files.writeString(
            before.get(0).resolveSibling("ducklake-" + UUID.randomUUID() + ".parquet"), "x");

    assertThat(lines("orphans")).containsExactly("path");
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    assertThat(lines("orphans", "--dry-run")).containsExactly("path", orphan.toString());
    assertThat(lines("orphans", "--older-than", "4d")).containsExactly("path");
    assertThat(lines("orphans")).containsExactly("path", orphan.toString());
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void snapshotsExpire() {
    assertThat(lines("expire")).containsExactly("snapshot");
    assertThat(lines("expire", "--older-than", "1h")).containsExactly("snapshot");
    assertThat(lines("expire", "--keep-last", "2", "--dry-run"))
        .containsExactly("snapshot", "0", "1", "2");
    assertThat(lines("expire", "--snapshots", "1,2,99")).containsExactly("snapshot", "1", "2");
    assertThat(lines("snapshots")).hasSize(1 + 3);
    assertThat(ran("expire", "--keep-last", "0").err()).contains("At least 1");
    assertThat(lines("scan", "t")).hasSize(1 + APPENDS);
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    assertThat(ran("merge-files", "nothing").err()).contains("nothing");
    assertThat(ran("cleanup", "--older-than", "soon").err()).contains("'soon' is no age");
    assertThat(ran("cleanup", "--older-than", "2d", "--all").code()).isEqualTo(2);
  }
}
