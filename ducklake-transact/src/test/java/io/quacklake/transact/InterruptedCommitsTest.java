package io.quacklake.transact;

import static io.quacklake.transact.Events.append;
import static io.quacklake.transact.Events.range;
import static io.quacklake.transact.Events.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.catalog.CatalogException;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.storage.StorageException;
import io.quacklake.transact.Events.Event;
import io.quacklake.transact.FaultyDatabase.Moment;
import io.quacklake.transact.NewLakes.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A commit that is cut off leaves the old lake or the new one, and no file that nobody has. */
class InterruptedCommitsTest {
  private static final int MANY = 500;

  @TempDir Path directory;

  static Path prepared(Kind kind, Path at) {
    try (LakehouseSession lake = NewLakes.create(kind, at)) {
      try (Transaction tx = Transaction.begin(lake)) {
        tx.createTable(Events.table("events"));
        append(tx, lake, "events", range(0, 100));
        tx.commit();
      }
      append(lake, "events", range(100, 105));
    }
    return at;
  }

  /** Every kind of row that a commit can have: files, deletes, inlined rows, definitions. */
  static CommitResult change(LakehouseSession lake, Runnable beforeCommit) {
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createSchema("s");
      tx.createTable(Events.table("s.made").withPartitioning("bucket(2, id)"));
      append(tx, lake, "s.made", range(0, 40));
      tx.alter("events", TableAlteration.comment("changed"));
      tx.delete("events", "id between 50 and 70 or id >= 104");
      append(tx, lake, "events", range(200, 203));
      beforeCommit.run();
      return tx.commit();
    }
  }

  static final List<Event> BEFORE = range(0, 105);

  static List<Event> after() {
    List<Event> rows = new ArrayList<>(range(0, 50));
    rows.addAll(range(71, 104));
    rows.addAll(range(200, 203));
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE, BEFORE, 1",
    "SQLITE, AFTER, 1",
    "DUCKDB, BEFORE, 1",
    "DUCKDB, AFTER, 1",
    "POSTGRES, BEFORE, 2",
    "POSTGRES, AFTER, 2",
    "MARIADB, BEFORE, 3",
    "MARIADB, AFTER, 3"
  })
  void theLakeIsTheOldOneOrTheNewOne(Kind kind, Moment moment, int step)
      throws IOException, SQLException {
    Path template = prepared(kind, Files.createDirectory(directory.resolve("template")));
    int old = 0;
    int changed = 0;
    for (int failing = 1; failing < MANY; failing += step) {
      // The data path is that of the template; what a failed attempt leaves there would be seen.
      Path catalog = directory.resolve("lake" + failing);
      Files.createDirectory(catalog);
      kind.copy(template, catalog);
      List<Path> files = NewLakes.files(template);
      FaultyDatabase database = new FaultyDatabase(kind.jdbcUrl(catalog), moment, failing);
      boolean isAcknowledged = false;
      boolean isUnknown = false;
      try (LakehouseSession lake =
          LakehouseSession.open(LakehouseConfig.of(kind.address(catalog)), database)) {
        change(lake, database::arm);
        isAcknowledged = true;
      } catch (CommitUnknownException unknown) {
        isUnknown = true;
      } catch (CatalogException lost) {
        assertThat(database.hasFailed()).isTrue();
      } finally {
        database.closeAll();
      }
      try (LakehouseSession lake = LakehouseSession.open(kind.address(catalog))) {
        boolean isNew = lake.currentSnapshot().id().value() == 3;
        if (isNew) {
          changed++;
          assertThat(isAcknowledged || isUnknown).isTrue();
          assertThat(read(lake, "events")).isEqualTo(after());
          assertThat(read(lake, "s.made")).isEqualTo(range(0, 40));
          assertThat(lake.table("events").table().comment()).isEqualTo("changed");
        } else {
          old++;
          assertThat(isAcknowledged).isFalse();
          assertThat(lake.currentSnapshot().id().value()).isEqualTo(2);
          assertThat(read(lake, "events")).isEqualTo(BEFORE);
          assertThat(lake.tables()).hasSize(1);
          assertThat(lake.schemas()).hasSize(1);
          if (!isUnknown) {
            assertThat(NewLakes.files(template)).isEqualTo(files);
          }
        }
      }
      if (!database.hasFailed()) {
        assertThat(isAcknowledged).isTrue();
        assertThat(old).isGreaterThan(10);
        assertThat(changed).isGreaterThan(moment == Moment.AFTER && step == 1 ? 1 : 0);
        return;
      }
    }
    throw new AssertionError("A commit of " + MANY + " statements is too long");
  }

  @Test
  void rowsThatFailLeaveNothingBehind() {
    prepared(Kind.SQLITE, directory);
    List<Path> files = NewLakes.files(directory);
    try (LakehouseSession lake = LakehouseSession.open(Kind.SQLITE.address(directory));
        Transaction tx = Transaction.begin(lake)) {
      append(tx, lake, "events", range(1000, 2000));
      assertThat(NewLakes.files(directory)).hasSizeGreaterThan(files.size());
    }
    assertThat(NewLakes.files(directory)).isEqualTo(files);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAnErrorAndNothingElse() throws IOException {
    try (LakehouseSession lake = NewLakes.create(Kind.SQLITE, directory)) {
      try (Transaction tx = Transaction.begin(lake)) {
        tx.createTable(Events.table("events"));
        tx.commit();
      }
      Files.createFile(directory.resolve("data")); // where the directory would have to be
      try (Transaction tx = Transaction.begin(lake)) {
        assertThatExceptionOfType(StorageException.class)
            .isThrownBy(() -> append(tx, lake, "events", range(0, 100)));
        append(tx, lake, "events", range(0, 5)); // which are inlined
        tx.commit();
      }
      assertThat(read(lake, "events")).isEqualTo(range(0, 5));
    }
  }

  @Test
  void filesOfALostRaceAreRemoved() {
    prepared(Kind.SQLITE, directory);
    try (LakehouseSession lake = LakehouseSession.open(Kind.SQLITE.address(directory));
        Transaction late = Transaction.begin(lake);
        Transaction early = Transaction.begin(lake)) {
      append(late, lake, "events", range(1000, 2000));
      early.dropTable("events");
      early.commit();
      List<Path> files = NewLakes.files(directory);
      try {
        late.commit();
        throw new AssertionError("committed into a table that is gone");
      } catch (CommitConflictException conflict) {
        assertThat(conflict.theirs()).isEqualTo("dropped_table:1");
      }
      assertThat(NewLakes.files(directory)).hasSize(files.size() - 1);
    }
  }
}
