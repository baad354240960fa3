package io.quacklake.catalog;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every golden lake in every database that needs no server. */
final class GoldenCatalogs {
  private GoldenCatalogs() {}

  static Stream<Arguments> all() {
    return GoldenLake.all().stream()
        .flatMap(
            lake ->
                Stream.of(Backend.DUCKDB, Backend.SQLITE)
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
    return Catalog.open(CatalogConfig.of(CatalogUri.parse(lake.address(backend))));
  }
}
