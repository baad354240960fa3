package io.quacklake.transact;

import static io.quacklake.transact.Events.append;
import static io.quacklake.transact.Events.range;
import static io.quacklake.transact.Events.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.CatalogException;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.FaultyDatabase.Moment;
import io.quacklake.transact.NewLakes.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A commit whose connection is lost after it was done is known to be done, whatever it holds. */
class LostConnectionTest {
  private static final int MANY = 100;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void aCommitOfInlinedRowsIsRecognised(Kind kind) throws IOException, SQLException {
    loseAtEach(kind, (lake, tx) -> append(tx, lake, "events", range(3, 6)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"DUCKDB", "SQLITE", "POSTGRES"})
  void aCommitOfDefinitionsIsRecognised(Kind kind) throws IOException, SQLException {
    loseAtEach(
        kind,
        (lake, tx) -> {
          tx.alter("events", TableAlteration.comment("changed"));
          tx.createView("v", "SELECT 1");
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"DUCKDB", "SQLITE", "POSTGRES"})
  void aCommitOfInlinedDeletesIsRecognised(Kind kind) throws IOException, SQLException {
    loseAtEach(kind, (lake, tx) -> tx.delete("events", "id = 1"));
  }

  private void loseAtEach(Kind kind, BiConsumer<LakehouseSession, Transaction> change)
      throws IOException, SQLException {
    Path template = Files.createDirectory(directory.resolve("template"));
    try (LakehouseSession lake = NewLakes.create(kind, template)) {
      try (Transaction tx = Transaction.begin(lake)) {
        tx.createTable(Events.table("events"));
        append(tx, lake, "events", range(0, 3));
        tx.commit();
      }
    }
    for (int failing = 1; failing < MANY; failing++) {
      Path at = Files.createDirectory(directory.resolve("lake" + failing));
      kind.copy(template, at);
      FaultyDatabase database = new FaultyDatabase(kind.jdbcUrl(at), Moment.AFTER, failing);
      boolean isAcknowledged = false;
      try (LakehouseSession lake =
              LakehouseSession.open(LakehouseConfig.of(kind.address(at)), database);
          Transaction tx = Transaction.begin(lake)) {
        change.accept(lake, tx);
        database.arm();
        assertThat(tx.commit().snapshot().value()).isEqualTo(2);
        isAcknowledged = true;
      } catch (CatalogException lost) {
        assertThat(database.hasFailed()).isTrue();
      } finally {
        database.closeAll();
      }
      try (LakehouseSession lake = LakehouseSession.open(kind.address(at))) {
        assertThat(lake.currentSnapshot().id().value()).isEqualTo(isAcknowledged ? 2 : 1);
        assertThat(read(lake, "events")).isNotEmpty();
      }
      if (!database.hasFailed()) {
        assertThat(isAcknowledged).isTrue();
        return;
      }
    }
    throw new AssertionError("A commit of " + MANY + " statements is too long");
  }
}
