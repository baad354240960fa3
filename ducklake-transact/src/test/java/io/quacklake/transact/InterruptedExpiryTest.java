package io.quacklake.transact;

import static io.quacklake.transact.Events.append;
import static io.quacklake.transact.Events.range;
import static io.quacklake.transact.Events.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.OutcomeUnknownException;
import io.quacklake.format.Snapshot;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.FaultyDatabase.Moment;
import io.quacklake.transact.NewLakes.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An expiry that is cut off has happened or not, inlined rows of dropped tables included. */
class InterruptedExpiryTest {
  private static final int NEVER = 0;

  /** The last statements, the commit and what follows it among them, are all tried. */
  private static final int AT_THE_END = 6;

  private static final int STEP = 20;
  private static final int LAST = 8;

  @TempDir Path directory;

  /** Two tables that are gone, one with rows and deletes in the catalog and one with files. */
  private static void prepare(Kind kind, Path at) {
    try (LakehouseSession lake = NewLakes.create(kind, at)) {
      try (Transaction tx = Transaction.begin(lake)) {
        tx.createTable(Events.table("stays"));
        tx.createTable(Events.table("inlined"));
        tx.createTable(Events.table("files"));
        append(tx, lake, "stays", range(0, 3));
        tx.commit();
      }
      append(lake, "inlined", range(0, 5)); // 2
      append(lake, "files", range(0, 100)); // 3
      for (String table : List.of("inlined", "files", "stays")) { // 4, 5, 6
        try (Transaction tx = Transaction.begin(lake)) {
          tx.delete(table, "id = 1");
          tx.commit();
        }
      }
      for (String table : List.of("inlined", "files")) { // 7, 8
        try (Transaction tx = Transaction.begin(lake)) {
          tx.dropTable(table);
          tx.commit();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE, BEFORE",
    "DUCKDB, AFTER",
    "POSTGRES, AFTER",
    "MARIADB, BEFORE",
    "MARIADB, AFTER"
  })
  void allSnapshotsAreThereOrTheLastOneOnly(Kind kind, Moment moment)
      throws IOException, SQLException {
    Path template = Files.createDirectory(directory.resolve("template"));
    prepare(kind, template);
    int statements = expire(kind, copy(kind, template, NEVER), moment, NEVER);
    assertThat(statements).isGreaterThan(STEP + AT_THE_END);
    for (int failing = 1; failing <= statements; ) {
      Path catalog = copy(kind, template, failing);
      expire(kind, catalog, moment, failing);
      int end = statements - AT_THE_END;
      failing = failing < end ? Math.min(failing + STEP, end) : failing + 1;
    }
  }

  private Path copy(Kind kind, Path template, int number) throws IOException {
    Path catalog = Files.createDirectory(directory.resolve("lake" + number));
    kind.copy(template, catalog);
    return catalog;
  }

  /** Returns how many statements it took. */
  private static int expire(Kind kind, Path catalog, Moment moment, int failing)
      throws SQLException {
    FaultyDatabase database = new FaultyDatabase(kind.jdbcUrl(catalog), moment, failing);
    boolean isAcknowledged = false;
    boolean isUnknown = false;
    try (LakehouseSession lake =
        LakehouseSession.open(LakehouseConfig.of(kind.address(catalog)), database)) {
      database.arm();
      List<Snapshot> gone = Maintenance.of(lake).expireSnapshots(SnapshotsToExpire.keepingLast(1));
      assertThat(gone).hasSize(LAST);
      isAcknowledged = true;
    } catch (OutcomeUnknownException unknown) {
      isUnknown = true;
    } catch (CatalogException lost) {
      assertThat(database.hasFailed()).isTrue();
    } finally {
      database.closeAll();
    }
    boolean isNew;
    try (LakehouseSession lake = LakehouseSession.open(kind.address(catalog))) {
      List<Long> snapshots = lake.snapshots().stream().map(each -> each.id().value()).toList();
      isNew = snapshots.size() == 1;
      assertThat(isAcknowledged ? isNew : isUnknown || !isNew).as("at %s", failing).isTrue();
      assertThat(read(lake, "stays")).isEqualTo(without(range(0, 3)));
      if (isNew) {
        assertThat(snapshots).containsExactly((long) LAST);
      } else {
        assertThat(snapshots).hasSize(LAST + 1);
        assertThat(read(lake, "inlined", 3)).isEqualTo(range(0, 5));
        assertThat(read(lake, "inlined", 6)).isEqualTo(without(range(0, 5)));
        assertThat(read(lake, "files", 4)).isEqualTo(range(0, 100));
        assertThat(read(lake, "files", 6)).isEqualTo(without(range(0, 100)));
        assertThat(read(lake, "stays", 2)).isEqualTo(range(0, 3));
      }
    }
    if (isNew) {
      assertThat(rows(kind, catalog, "ducklake_inlined_data_tables")).isEqualTo(1);
      assertThat(rows(kind, catalog, "ducklake_table")).isEqualTo(1);
      assertThat(rows(kind, catalog, "ducklake_data_file")).isZero();
      assertThat(rows(kind, catalog, "ducklake_files_scheduled_for_deletion")).isPositive();
    }
    return database.statements();
  }

  private static List<Events.Event> without(List<Events.Event> rows) {
    return rows.stream().filter(row -> !Events.Event.of(1).equals(row)).toList();
  }

  private static long rows(Kind kind, Path catalog, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection(kind.jdbcUrl(catalog));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
      result.next();
      return result.getLong(1);
    }
  }
}
