package io.quacklake.catalog.dialect;

import io.quacklake.catalog.CatalogUri;
import io.quacklake.format.UnsupportedFeatureException;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** Finds the dialect of a database. */
public final class Dialects {
  private Dialects() {}

  public static Dialect of(CatalogUri.Kind kind) {
    return find(dialect -> dialect.accepts(kind))
        .orElseThrow(
            () ->
                new UnsupportedFeatureException(
                    "catalog in " + kind.text(),
                    "Catalogs in " + kind.text() + " are not supported by this version."));
  }

  public static Dialect of(String jdbcUrl) {
    return find(dialect -> dialect.accepts(jdbcUrl))
        .orElseThrow(
            () ->
                new UnsupportedFeatureException(
                    "catalog database",
                    "The data source connects to "
                        + jdbcUrl.replaceAll("^(jdbc:[a-z0-9]*).*$", "$1")
                        + ", which is no database that can hold a catalog."));
  }

  private static Optional<Dialect> find(Predicate<Dialect> wanted) {
    // The loader of this class, not the thread's: in a foreign JVM only ours sees the services.
    return ServiceLoader.load(Dialect.class, Dialect.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(wanted)
        .findFirst();
  }
}
