package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.NotFoundException;
import io.quacklake.format.TableRef;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns, filters and bounds of the change feed. */
class TableChangesTest {
  private static final List<String> KEYS = List.of("BIGINT", "BIGINT", "VARCHAR");

  private static LakehouseSession open(String lake) {
    return LakehouseSession.open(GoldenLake.load(lake).address(Backend.SQLITE));
  }

  private static List<String> rows(TableChanges changes, String... types) throws Exception {
    List<String> all = new java.util.ArrayList<>(KEYS);
    all.addAll(List.of(types));
    try (ArrowReader reader = changes.open()) {
      return ArrowRows.texts(reader, all);
    }
  }

  @Test
  void columnsAndFilterAreThoseOfTheTable() throws Exception {
    try (LakehouseSession lake = open("merged_files")) {
      // Snapshot 8 deletes the rows 3, 12 and 21, see make.sql.
      TableChanges changes = lake.changes("main.m", 8, 8).select("v").where("id > 10");

      assertThat(changes.schema().getFields())
          .extracting(field -> field.getName())
          .containsExactly("snapshot_id", "rowid", "change_type", "v");
      assertThat(rows(changes, "VARCHAR"))
          .containsExactlyInAnyOrder("[8, 12, delete, three]", "[8, 21, delete, five]");
    }
  }

  @Test
  void aRewriteDoesNotShow() throws Exception {
    try (LakehouseSession lake = open("merged_files")) {
      long rewrite =
          lake.snapshots().stream()
              .filter(each -> each.changes() != null && each.changes().contains("rewrite_delete"))
              .findFirst()
              .orElseThrow()
              .id()
              .value();

      assertThat(rows(lake.changes("main.rw", rewrite, rewrite).select())).isEmpty();
    }
  }

  @Test
  void aRowThatOneCommitWroteAndDeletedDoesNotShow() throws Exception {
    try (LakehouseSession lake = open("time_travel")) {
      assertThat(rows(lake.changes("main.t", 7, 7).select("id"), "INTEGER"))
          .hasSize(9)
          .noneMatch(row -> row.endsWith(", 41]"))
          .allMatch(row -> row.contains("insert"));
    }
  }

  @Test
  void timesNameTheSnapshotsBetweenThem() throws Exception {
    try (LakehouseSession lake = open("time_travel")) {
      Instant second = lake.snapshot(AsOf.snapshot(2)).time();
      Instant fourth = lake.snapshot(AsOf.snapshot(4)).time();
      TableRef table = TableRef.parse("main.t");

      assertThat(
              rows(lake.changes(table, AsOf.time(second), AsOf.time(fourth.plusNanos(1))).select()))
          .isEqualTo(rows(lake.changes("main.t", 2, 4).select()));
      assertThat(
              rows(lake.changes(table, AsOf.time(second.plusNanos(1)), AsOf.time(fourth)).select()))
          .isEqualTo(rows(lake.changes("main.t", 3, 4).select()));
    }
  }

  @Test
  void aFirstSnapshotThatHasExpiredIsSaid(@TempDir Path directory) throws Exception {
    GoldenLake copy = GoldenLake.load("time_travel").copyTo(directory.resolve("lake"));
    Path catalog = copy.catalog(Backend.SQLITE).file();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM ducklake_snapshot WHERE snapshot_id < 3");
    }
    try (LakehouseSession lake = LakehouseSession.open(copy.address(Backend.SQLITE))) {
      assertThatThrownBy(() -> lake.changes("main.t", 2, 5).open())
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("expired")
          .hasMessageContaining("the oldest that is kept is 3");
      assertThat(rows(lake.changes("main.t", 3, 3).select())).hasSize(20);
    }
  }

  @Test
  void boundsThatAreNotThereOrNotInOrderAreRefused() {
    try (LakehouseSession lake = open("time_travel")) {
      assertThatThrownBy(() -> lake.changes("main.t", 2, 99).open())
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("99");
      assertThatThrownBy(() -> lake.changes("main.t", 5, 4).open())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must not be after");
    }
  }
}
