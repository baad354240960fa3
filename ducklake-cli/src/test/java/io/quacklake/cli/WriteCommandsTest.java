package io.quacklake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.cli.Cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake is made, filled and changed by commands alone; what was put in comes out again. */
class WriteCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void makeALake() throws IOException {
    cli = Cli.in(directory);
    done("init", "--data-path", directory.resolve("data").toString());
    done("create-table", "main.t", "id BIGINT NOT NULL", "day DATE", "s VARCHAR DEFAULT 'none'");
    Files.writeString(directory.resolve("a.csv"), "id,day,s\n1,2020-01-01,x\n2,,\"\"\n3,,\n");
  }

  private Ran ran(String... args) {
    List<String> all = new ArrayList<>(List.of("sqlite:///" + directory.resolve("lake.sqlite")));
    all.addAll(List.of(args));
    return cli.run(all.toArray(String[]::new));
  }

  /** The only row of a command's result. */
  private JsonNode done(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--format", "ndjson"));
    Ran ran = ran(all.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    String text = ran.out().strip();
    return text.isEmpty() ? JSON.nullNode() : JSON.readTree(text.lines().findFirst().orElseThrow());
  }

  private List<String> rows(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("scan", "t", "--format", "ndjson"));
    all.addAll(List.of(args));
    Ran ran = ran(all.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    return ran.out().lines().sorted().toList();
  }

  @Test
  void csvKeepsEmptyTextsApartFromNulls() throws IOException {
    JsonNode done = done("append", "t", "a.csv", "--message", "load");

    assertThat(done.get("appended").asLong()).isEqualTo(3);
    assertThat(done.get("committed").asBoolean()).isTrue();
    assertThat(rows())
        .containsExactly(
            "{\"id\":1,\"day\":\"2020-01-01\",\"s\":\"x\"}",
            "{\"id\":2,\"day\":null,\"s\":\"\"}",
            "{\"id\":3,\"day\":null,\"s\":null}");
    assertThat(done("snapshots").get("snapshot").asLong()).isZero();
  }

  @Test
  void jsonLinesLeaveOutWhatHasADefault() throws IOException {
    Files.writeString(directory.resolve("b.ndjson"), "{\"id\": 7}\n{\"ID\": 8}\n");

    done("append", "t", "b.ndjson");

    assertThat(rows("--columns", "id,s"))
        .containsExactly("{\"id\":7,\"s\":\"none\"}", "{\"id\":8,\"s\":\"none\"}");
  }

  @Test
  void parquetAndArrowComeBackAsTheyWere() throws IOException {
    done("append", "t", "a.csv");
    List<String> before = rows();
    for (String file : List.of("c.parquet", "c.arrow")) {
      assertThat(ran("scan", "t", "-o", file).code()).isZero();
      assertThat(done("overwrite", "t", file).get("appended").asLong()).isEqualTo(3);
      assertThat(rows()).isEqualTo(before);
    }
  }

  @Test
  void rowsAreDeletedUpdatedAndMerged() throws IOException {
    done("append", "t", "a.csv");

    assertThat(done("delete", "t", "--where", "id = 1", "--dry-run").get("committed").asBoolean())
        .isFalse();
    assertThat(done("count", "t").get("count").asLong()).isEqualTo(3);
    assertThat(done("delete", "t", "--where", "id = 1").get("deleted").asLong()).isOne();
    assertThat(done("update", "t", "--set", "s='new'", "--where", "id = 2").get("updated").asLong())
        .isOne();
    Files.writeString(directory.resolve("m.csv"), "id,s\n3,three\n4,four\n");
    JsonNode merged = done("merge", "t", "m.csv", "--on", "id");

    assertThat(merged.get("inserted").asLong()).isOne();
    assertThat(merged.get("updated").asLong()).isOne();
    assertThat(rows("--columns", "id,s"))
        .containsExactly(
            "{\"id\":2,\"s\":\"new\"}", "{\"id\":3,\"s\":\"three\"}", "{\"id\":4,\"s\":\"four\"}");
  }

  @Test
  void tablesAreAltered() throws IOException {
    done("append", "t", "a.csv");

    done("alter", "t", "--add-column", "z INTEGER DEFAULT 5", "--rename-column", "s=text");

    assertThat(rows("--columns", "id,text,z", "--where", "id = 1"))
        .containsExactly("{\"id\":1,\"text\":\"x\",\"z\":5}");
  }

  @Test
  void badInputChangesNothing() throws IOException {
    Files.writeString(directory.resolve("bad.csv"), "id,day\n1,2020-01-01\n2,soon\n");

    Ran bad = ran("append", "t", "a.csv", "bad.csv");

    assertThat(bad.code()).isOne();
    assertThat(bad.err()).contains("Line 3 of bad.csv", "'soon'", "day", "date");
    assertThat(done("count", "t").get("count").asLong()).isZero();
    assertThat(ran("append", "t", "missing.csv").err()).contains("missing.csv");
    assertThat(ran("append", "t", "a.unknown").code()).isEqualTo(2);
    assertThat(ran("delete", "t").code()).isEqualTo(2);
    assertThat(ran("init").err()).contains("There is a lake already");
    Files.writeString(directory.resolve("null.csv"), "id,s\n,x\n");
    assertThat(ran("append", "t", "null.csv").code()).isOne();
    Files.writeString(directory.resolve("wide.csv"), "id,day\n1\n");
    assertThat(ran("append", "t", "wide.csv").err()).contains("Line 2", "1 fields", "2");
  }
}
