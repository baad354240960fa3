package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.golden.MariaDbServer;
import io.quacklake.golden.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A server that crashes and comes back costs at most the call that finds out. */
class RestartedServerTest {
  private static final Field TEXT = Field.of(1, "s", PrimitiveType.VARCHAR);

  @Test
  void postgresMayRestart() throws Exception {
    Optional<PostgresServer> server = PostgresServer.another();
    assumeTrue(server.isPresent(), PostgresServer.MISSING);
    server.orElseThrow().create("lake");
    check(server.orElseThrow().address("lake"), server.orElseThrow()::restart);
  }

  @Test
  void mariaDbMayRestart() throws Exception {
    Optional<MariaDbServer> server = MariaDbServer.another();
    assumeTrue(server.isPresent(), MariaDbServer.MISSING);
    server.orElseThrow().create("lake");
    check(server.orElseThrow().address("lake"), server.orElseThrow()::restart);
  }

  private static void check(String address, Runnable restart) throws Exception {
    CatalogConfig config =
        CatalogConfig.of(CatalogUri.parse(address)).withAccess(Access.READ_WRITE);
    List<Call> calls =
        List.of(
            Catalog::version,
            catalog -> catalog.read(SnapshotReader::latest),
            RestartedServerTest::write);
    ExecutorService threads = Executors.newFixedThreadPool(5);
    try (Catalog catalog = Catalog.create(config, NewLake.at("files/"))) {
      for (Call first : calls) {
        SnapshotId before = catalog.version().newest();
        useSeveralConnections(catalog, threads);
        restart.run();
        try {
          first.of(catalog);
        } catch (CatalogException lost) {
          assertThat(lost.reason()).isEqualTo(SqlFailure.CONNECTION_LOST);
          write(catalog);
        }
        useSeveralConnections(catalog, threads);
        write(catalog);
        assertThat(catalog.version().newest().value() - before.value()).isBetween(1L, 2L);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Call {
    void of(Catalog catalog);
  }

  /** So that all of them are lost with the server; afterwards none may be. */
  private static void useSeveralConnections(Catalog catalog, ExecutorService threads)
      throws Exception {
    List<Callable<SnapshotId>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(() -> catalog.read(reader -> reader.latest().id()));
    }
    SnapshotId newest = catalog.version().newest();
    for (Future<SnapshotId> each : threads.invokeAll(all)) {
      assertThat(each.get()).isEqualTo(newest);
    }
  }

  private static void write(Catalog catalog) {
    InlinedValuesPropertiesTest.write(catalog, List.of(TEXT), List.of(List.of("x")));
  }
}
