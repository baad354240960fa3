package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.LakePath;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.golden.Backend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that fails leaves the old state, or says that nobody knows. */
class FailedWritesTest {
  private static final Field A = Field.of(1, "a", PrimitiveType.INT64);

  @TempDir Path directory;

  private FaultyDataSource source(Backend backend) {
    NewLakes.create(backend, directory).close();
    return new FaultyDataSource(NewLakes.jdbcUrl(backend, NewLakes.file(backend, directory)));
  }

  private static String commitCall(Backend backend) {
    return backend == Backend.SQLITE ? "execute COMMIT" : "commit";
  }

  private static long commit(Catalog catalog) {
    return catalog.write(
        writer -> {
          CommitPoint base = writer.latest();
          long id = base.id().value() + 1;
          TableId table = new TableId(base.nextCatalogId());
          writer.write(
              new NewSnapshot(
                  new SnapshotId(id),
                  base.schemaVersion() + 1,
                  base.nextCatalogId() + 1,
                  base.nextFileId(),
                  "created_table:\"main\".\"t\"",
                  null,
                  null,
                  null),
              List.of(
                  new Edit.BeginTable(
                      table,
                      UUID.randomUUID().toString(),
                      new SchemaId(0),
                      "t" + id,
                      new LakePath("t/", true)),
                  new Edit.CreateInlinedTable(table, List.of(A)),
                  new Edit.ChangeTableSchema(table)));
          return id;
        });
  }

  private static long latest(Catalog catalog) {
    return catalog.read(reader -> reader.latest().id().value());
  }

  @ParameterizedTest
  @EnumSource
  void doesNotKnowItsOutcomeIfTheCommitIsCutOff(Backend backend) {
    FaultyDataSource source = source(backend);
    try (Catalog catalog = Catalog.open(CatalogConfig.of(source.source()))) {
      source.failBefore(commitCall(backend)::equals);
      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> commit(catalog))
          .withMessageContaining("Whether the commit happened is not known");
      source.recover();
      assertThat(latest(catalog)).isZero();
      source.failAfter(commitCall(backend)::equals);
      assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> commit(catalog));
      source.recover();
      assertThat(latest(catalog)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheOldStateWhereverElseItIsCutOff(Backend backend) throws SQLException {
    FaultyDataSource source = source(backend);
    try (Catalog catalog = Catalog.open(CatalogConfig.of(source.source()))) {
      int failed = 0;
      for (int at = 0; ; at++) {
        AtomicInteger left = new AtomicInteger(at);
        source.failBefore(call -> isStatement(call) && left.getAndDecrement() == 0);
        try {
          commit(catalog);
          break;
        } catch (CatalogException e) {
          assertThat(e).isNotInstanceOf(OutcomeUnknownException.class);
          failed++;
        }
        source.recover();
        assertThat(latest(catalog)).isZero();
      }
      source.recover();
      assertThat(failed).isGreaterThan(5);
      assertThat(latest(catalog)).isEqualTo(1);
      assertThat(inlinedTables(backend)).isEqualTo(1);
    }
  }

  /** Prepared, or run as it is; the begin and the end of transactions are not among them. */
  private static boolean isStatement(String call) {
    return Stream.of("prepareStatement ", "executeQuery ", "executeUpdate ")
        .anyMatch(call::startsWith);
  }

  /** Wherever a table is made, that of a transaction that was undone is gone. */
  private long inlinedTables(Backend backend) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                NewLakes.jdbcUrl(backend, NewLakes.file(backend, directory)));
        ResultSet tables =
            connection
                .getMetaData()
                .getTables(connection.getCatalog(), null, "ducklake_inlined_data_%", null)) {
      Set<String> names = new HashSet<>();
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
      names.remove("ducklake_inlined_data_tables");
      return names.size();
    }
  }

  @Test
  void canBeRunAgainIfAnotherTransactionOfDuckDbWasFaster() throws Exception {
    FaultyDataSource source = source(Backend.DUCKDB);
    String url = "jdbc:duckdb:" + NewLakes.file(Backend.DUCKDB, directory);
    try (Catalog catalog = Catalog.open(CatalogConfig.of(source.source()));
        Connection other = DriverManager.getConnection(url)) {
      assertThatExceptionOfType(CatalogException.class)
          .isThrownBy(
              () ->
                  catalog.write(
                      writer -> {
                        writer.latest();
                        insertSnapshot(other, 1);
                        writer.write(snapshot(1), List.of());
                        return null;
                      }))
          .satisfies(e -> assertThat(e.reason().isRetryable()).isTrue());
      assertThatExceptionOfType(CatalogException.class)
          .isThrownBy(
              () ->
                  catalog.write(
                      writer -> {
                        writer.write(snapshot(2), List.of());
                        insertSnapshot(other, 2); // so that the commit itself is refused
                        return null;
                      }))
          .isNotInstanceOf(OutcomeUnknownException.class)
          .satisfies(e -> assertThat(e.reason()).isEqualTo(SqlFailure.DUPLICATE_KEY));
    }
  }

  private static NewSnapshot snapshot(long id) {
    return new NewSnapshot(new SnapshotId(id), 1, 1, 1, "altered_table:1", null, null, null);
  }

  private static void insertSnapshot(Connection connection, long id) {
    try (var statement = connection.createStatement()) {
      statement.execute("INSERT INTO ducklake_snapshot VALUES (" + id + ", now(), 1, 1, 1)");
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
