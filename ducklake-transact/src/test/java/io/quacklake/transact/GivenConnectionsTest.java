package io.quacklake.transact;

import static io.quacklake.transact.Events.append;
import static io.quacklake.transact.Events.range;
import static io.quacklake.transact.Events.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.quacklake.catalog.CatalogException;
import io.quacklake.format.NotFoundException;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.NewLakes.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool of the caller's: whatever happens, its connections come back, and soon. */
class GivenConnectionsTest {
  @TempDir Path directory;

  private HikariDataSource pool(Kind kind) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(kind.jdbcUrl(directory));
    config.setMaximumPoolSize(2); // one for the transaction, one for tables beside it
    config.setConnectionTimeout(2000);
    return new HikariDataSource(config);
  }

  private static void assertAllAreBack(HikariDataSource pool) {
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SQLITE", "POSTGRES", "MARIADB"})
  void comeBackAfterReadsWritesAndFailures(Kind kind) throws IOException, SQLException {
    NewLakes.create(kind, directory).close();
    try (HikariDataSource pool = pool(kind);
        LakehouseSession lake =
            LakehouseSession.open(LakehouseConfig.of(kind.address(directory)), pool)) {
      try (Transaction tx = Transaction.begin(lake)) {
        assertAllAreBack(pool);
        tx.createTable(Events.table("events"));
        append(tx, lake, "events", range(0, 1000));
        assertAllAreBack(pool);
        tx.commit();
      }
      append(lake, "events", range(1000, 1003));
      assertAllAreBack(pool);
      try (ArrowReader rows = lake.scan("events").open()) {
        while (rows.loadNextBatch()) { // files and inlined rows
          assertAllAreBack(pool);
        }
      }
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> lake.scan("nothing").open());
      assertAllAreBack(pool);
      try (Transaction late = Transaction.begin(lake);
          Transaction early = Transaction.begin(lake)) {
        late.delete("events", "id = 1");
        early.delete("events", "id = 1");
        early.commit();
        assertThatExceptionOfType(CommitConflictException.class).isThrownBy(late::commit);
      }
      assertAllAreBack(pool);
      breakCatalog(pool);
      for (int i = 0; i < 5; i++) {
        assertThatExceptionOfType(CatalogException.class)
            .isThrownBy(() -> append(lake, "events", range(5000, 5100)));
        assertAllAreBack(pool);
      }
      repairCatalog(pool);
      append(lake, "events", range(1003, 1005));
      assertThat(read(lake, "events"))
          .isEqualTo(range(0, 1005).stream().filter(event -> event.id() != 1).toList());
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(2);
    }
  }

  private static void breakCatalog(HikariDataSource pool) throws SQLException {
    execute(pool, "ALTER TABLE ducklake_data_file RENAME TO ducklake_hidden");
  }

  private static void repairCatalog(HikariDataSource pool) throws SQLException {
    execute(pool, "ALTER TABLE ducklake_hidden RENAME TO ducklake_data_file");
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
