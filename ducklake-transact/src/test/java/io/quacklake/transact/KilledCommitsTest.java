package io.quacklake.transact;

import static io.quacklake.transact.Events.append;
import static io.quacklake.transact.Events.range;
import static io.quacklake.transact.Events.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.Events.Event;
import io.quacklake.transact.KilledWriter.Place;
import io.quacklake.transact.NewLakes.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that is killed in a commit leaves the old lake or the new one, and the next writer goes
 * on at once. Files that it leaves behind are in no row of the catalog.
 */
class KilledCommitsTest {
  private static final int KILLED = 137;

  /** More than a commit has. */
  private static final int CALLS = 30;

  private static final int STATEMENTS = 45;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void theLakeIsTheOldOneOrTheNewOne(Kind kind) throws Exception {
    long seed = System.nanoTime();
    Random chance = new Random(seed);
    int killed = 0;
    for (Place place : Place.values()) {
      int most = place == Place.AT_THE_STORE ? CALLS : STATEMENTS;
      for (int part = 0; part < 3; part++) {
        int call = 1 + part * most / 3 + chance.nextInt(most / 3);
        String what = "%s %d of %s (seed %d)".formatted(place, call, kind, seed);
        Path at = Files.createDirectory(directory.resolve(place + "-" + part));
        InterruptedCommitsTest.prepared(kind, at);
        int exit = run(place, call, kind, at);
        assertThat(exit).as(what).isIn(0, KILLED);
        killed += exit == KILLED ? 1 : 0;
        check(what, kind, at, exit);
      }
    }
    assertThat(killed).isGreaterThan(4);
  }

  private static int run(Place place, int call, Kind kind, Path at)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(KilledWriter.class.getName());
    command.addAll(List.of(place.name(), Integer.toString(call), kind.name(), at.toString()));
    File output = at.resolve("output.txt").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    if (process.exitValue() != 0 && process.exitValue() != KILLED) {
      throw new AssertionError(Files.readString(output.toPath()));
    }
    return process.exitValue();
  }

  private static void check(String what, Kind kind, Path at, int exit) throws SQLException {
    long latest;
    try (LakehouseSession lake = LakehouseSession.open(kind.address(at))) {
      latest = lake.currentSnapshot().id().value();
      List<Event> rows;
      if (latest == 3) {
        rows = new ArrayList<>(InterruptedCommitsTest.after());
        assertThat(read(lake, "s.made")).as(what).isEqualTo(range(0, 40));
      } else {
        assertThat(latest).as(what).isEqualTo(2);
        assertThat(exit).as(what).isEqualTo(KILLED);
        rows = new ArrayList<>(InterruptedCommitsTest.BEFORE);
        assertThat(lake.schemas()).as(what).hasSize(1);
      }
      assertThat(read(lake, "events")).as(what).isEqualTo(rows);
      append(lake, "events", range(5000, 5100));
      rows.addAll(range(5000, 5100));
      assertThat(read(lake, "events")).as(what).isEqualTo(rows);
    }
    try (Connection catalog = DriverManager.getConnection(kind.jdbcUrl(at))) {
      assertThat(one(catalog, "SELECT max(snapshot_id) FROM ducklake_snapshot"))
          .isEqualTo(latest + 1);
      assertThat(one(catalog, "SELECT count(*) FROM ducklake_snapshot_changes"))
          .as(what)
          .isEqualTo(latest + 2);
      for (String table : List.of("schema", "table", "column", "data_file", "delete_file")) {
        String begin = "SELECT coalesce(max(begin_snapshot), 0) FROM ducklake_" + table;
        assertThat(one(catalog, begin)).as(what + begin).isLessThanOrEqualTo(latest + 1);
      }
    }
    Set<String> there =
        NewLakes.files(at).stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(there).as(what).containsAll(StorageFaultsTest.known(kind.jdbcUrl(at)));
  }

  private static long one(Connection catalog, String sql) throws SQLException {
    try (Statement statement = catalog.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
