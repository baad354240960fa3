package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.dialect.Dialects;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.golden.PgBouncer;
import io.quacklake.golden.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Poolers, passwords, encryption: what is between us and a PostgreSQL server. */
class PostgresSessionsTest {
  private static final Field NUMBER = Field.of(1, "f", PrimitiveType.FLOAT64);

  @TempDir Path directory;

  /** A catalog in a schema, whose name no session may keep. */
  private static CatalogConfig config(String address, String schema) {
    return CatalogConfig.of(CatalogUri.parse(address)).withMetadataSchema(schema);
  }

  @Test
  void aPoolerMayGiveEachTransactionAnotherConnection() throws Exception {
    PostgresServer server = NewLakes.postgres();
    server.create("pooled");
    Optional<PgBouncer> found = PgBouncer.before(server, 2);
    assumeTrue(found.isPresent(), PgBouncer.MISSING);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (PgBouncer pooler = found.orElseThrow();
        Catalog one = Catalog.create(config(pooler.address("pooled"), "one"), NewLake.at("one/"));
        Catalog other =
            Catalog.create(config(pooler.address("pooled"), "other's"), NewLake.at("other/"))) {
      List<Callable<List<Long>>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Catalog catalog = i % 2 == 0 ? one : other;
        all.add(() -> writeAndRead(catalog));
      }
      for (Future<List<Long>> each : threads.invokeAll(all)) {
        assertThat(each.get()).isSorted();
      }
      for (Catalog catalog : List.of(one, other)) {
        assertThat(catalog.version().newest()).isEqualTo(new SnapshotId(30));
        assertThat(catalog.info().dataPath()).isEqualTo(catalog == one ? "one/" : "other/");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** More often than drivers wait until they prepare a statement on the server. */
  private static List<Long> writeAndRead(Catalog catalog) {
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      TableId table = write(catalog);
      seen.add(catalog.version().newest().value());
      catalog.read(
          reader -> {
            SnapshotId latest = reader.latest().id();
            var inlined = reader.inlinedTables(table, latest).get(0);
            assertThat(reader.inlinedRows(inlined, latest, List.of(NUMBER), null, 10))
                .extracting(row -> row.values().get(0))
                .containsExactly(0.1 + 0.2, Double.MIN_VALUE);
            return null;
          });
    }
    return seen;
  }

  private static TableId write(Catalog catalog) {
    while (true) {
      try {
        return InlinedValuesPropertiesTest.write(
            catalog, List.of(NUMBER), List.of(List.of(0.1 + 0.2), List.of(Double.MIN_VALUE)));
      } catch (CatalogException e) {
        if (!e.reason().isRetryable()) {
          throw e;
        }
      }
    }
  }

  @Test
  void passwordsComeFromTheAddressOrFromTheFileOfLibpq() throws Exception {
    Optional<PostgresServer> server = PostgresServer.another();
    assumeTrue(server.isPresent(), PostgresServer.MISSING);
    server.orElseThrow().create("locked");
    server.orElseThrow().lock("locked", "pass word'");
    String address = server.orElseThrow().address("locked");
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> Catalog.open(CatalogConfig.of(CatalogUri.parse(address))));
    String withPassword = address + " password='pass word\\''";
    Catalog.create(CatalogConfig.of(CatalogUri.parse(withPassword)), NewLake.at("f")).close();
    Path file = directory.resolve("pgpass");
    Files.writeString(file, "*:*:locked:ducklake:pass word'\n");
    System.setProperty("org.postgresql.pgpassfile", file.toString()); // as PGPASSFILE does
    try {
      Catalog.open(CatalogConfig.of(CatalogUri.parse(address))).close();
    } finally {
      System.clearProperty("org.postgresql.pgpassfile");
    }
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(
            () -> Catalog.open(CatalogConfig.of(CatalogUri.parse(address + " password=secret"))))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(SqlFailure.ACCESS_DENIED))
        .withMessageNotContaining("secret");
  }

  @Test
  void optionsOfEncryptionReachTheDriver() {
    PostgresServer server = NewLakes.postgres();
    server.create("plain");
    String address = server.address("plain") + " sslmode=require";
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> Catalog.open(CatalogConfig.of(CatalogUri.parse(address))))
        .withMessageContaining("SSL");
    Dialect.Endpoint endpoint =
        Dialects.of(CatalogUri.Kind.POSTGRES)
            .endpoint(
                CatalogUri.parse(
                    "postgresql://u@h/d?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pk8&channel_binding=require"),
                Access.READ_ONLY);
    assertThat(endpoint.properties())
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", "/ca.pem")
        .containsEntry("sslcert", "/c.pem")
        .containsEntry("sslkey", "/k.pk8")
        .containsEntry("channelBinding", "require");
  }
}
