package io.quacklake.catalog.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many rows tables have at most: never fewer than there are. */
class TableSizesTest {
  @TempDir Path directory;

  /** What becomes of a log when the last connection is closed. */
  private enum Log {
    KEPT,
    CHECKPOINTED
  }

  private Path file() {
    return directory.resolve("tables.duckdb");
  }

  private void run(Log log, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file());
        Statement statement = connection.createStatement()) {
      if (log == Log.KEPT) {
        statement.execute("PRAGMA disable_checkpoint_on_shutdown");
      }
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private <R> R read(Access access, Function<Jdbc, R> work) {
    CatalogUri address = CatalogUri.ofFile(CatalogUri.Kind.DUCKDB, file());
    try (Connections connections = Connections.open(address, access, null)) {
      return access == Access.READ_ONLY ? connections.read(work) : connections.write(work);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTableHasMoreRowsThanItsSize(Log log) throws Exception {
    run(
        Log.CHECKPOINTED,
        "CREATE TABLE \"Empty\" (i BIGINT)",
        "CREATE TABLE grown AS FROM range(3000)",
        "CREATE TABLE emptied AS FROM range(5)",
        "CREATE TABLE gone AS FROM range(5)",
        "CREATE TABLE filled (i BIGINT)");
    run(
        log,
        "INSERT INTO grown FROM range(2)",
        "DELETE FROM emptied",
        "DROP TABLE gone",
        "INSERT INTO filled VALUES (1)",
        "CREATE TABLE later AS FROM range(7)");
    assertThat(Files.exists(file().resolveSibling("tables.duckdb.wal"))).isEqualTo(log == Log.KEPT);
    read(
        Access.READ_ONLY,
        jdbc -> {
          assertThat(jdbc.mostRows("empty")).hasValue(0);
          assertThat(jdbc.isKnownEmpty("EMPTY")).isTrue();
          assertThat(jdbc.mostRows("grown").orElseThrow()).isGreaterThanOrEqualTo(3002);
          assertThat(jdbc.mostRows("filled").orElseThrow()).isGreaterThanOrEqualTo(1);
          assertThat(jdbc.mostRows("later").orElseThrow()).isGreaterThanOrEqualTo(7);
          assertThat(jdbc.mostRows("emptied")).isPresent();
          assertThat(jdbc.mostRows("gone")).isEmpty();
          assertThat(jdbc.isKnownEmpty("gone")).isTrue();
          assertThat(jdbc.isKnownEmpty("filled")).isFalse();
          return true;
        });
  }

  @Test
  void nothingIsKnownWhereSomebodyMayWrite() throws Exception {
    run(Log.CHECKPOINTED, "CREATE TABLE t (i BIGINT)");
    read(
        Access.READ_WRITE,
        jdbc -> {
          assertThat(jdbc.mostRows("t")).isEmpty();
          assertThat(jdbc.isKnownEmpty("t")).isFalse();
          return true;
        });
  }
}
