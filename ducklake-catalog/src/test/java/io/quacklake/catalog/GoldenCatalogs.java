package io.quacklake.catalog;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.PostgresServer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every golden lake in every database; tests on a server are skipped where there is none. */
final class GoldenCatalogs {
  private GoldenCatalogs() {}

  static Stream<Arguments> all() {
    return GoldenLake.all().stream()
        .flatMap(
            lake ->
                Stream.of(Backend.values())
                    .filter(lake::has)
                    .map(backend -> Arguments.of(lake, backend)));
  }

  private static final Map<String, Catalog> SHARED = new ConcurrentHashMap<>();

  /** The catalog, opened once for all tests that only read. */
  static Catalog shared(GoldenLake lake, Backend backend) {
    return SHARED.computeIfAbsent(lake.name() + " " + backend, each -> open(lake, backend));
  }

  static void closeAll() {
    SHARED.values().forEach(Catalog::close);
    SHARED.clear();
  }

  static Catalog open(GoldenLake lake, Backend backend) {
    return Catalog.open(CatalogConfig.of(CatalogUri.parse(address(lake, backend))));
  }

  private static String address(GoldenLake lake, Backend backend) {
    if (backend != Backend.POSTGRES) {
      return lake.address(backend);
    }
    PostgresServer server = NewLakes.postgres();
    String database = "golden_" + lake.name();
    if (RESTORED.add(database)) {
      server.restore(database, lake.catalog(backend).file());
    }
    return server.address(database);
  }

  private static final Set<String> RESTORED = ConcurrentHashMap.newKeySet();
}
