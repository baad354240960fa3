package io.quacklake.catalog;

import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.catalog.internal.init.CatalogInitializer;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Connections;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.AlreadyExistsException;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.UnsupportedFeatureException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes catalogs. A file gets its name only when the lake in it is complete. */
final class CatalogCreator {
  private final CatalogConfig config;
  private final NewLake lake;

  CatalogCreator(CatalogConfig config, NewLake lake) {
    this.config = config;
    this.lake = lake;
  }

  void create() {
    if (lake.version() != FormatVersion.V1_0 && lake.version() != FormatVersion.V1_1_DEV) {
      throw new UnsupportedFeatureException(
          "creation of specification " + lake.version().text(),
          "New lakes are of specification 1.0 or 1.1-dev1, not " + lake.version().text() + ".");
    }
    String dataPath = dataPath();
    CatalogUri address = config.address();
    Path file = address == null ? null : address.file().orElse(null);
    if (address != null && file != null && !Files.exists(file)) {
      createFile(address.kind(), file.toAbsolutePath(), dataPath);
      return;
    }
    CatalogConfig writing = config.withAccess(Access.READ_WRITE);
    String schema = config.metadataSchema();
    if (schema != null) {
      try (Connections connections = Catalog.connect(writing.withoutMetadataSchema())) {
        connections.write(jdbc -> createSchema(jdbc, schema));
      }
    }
    try (Connections connections = Catalog.connect(writing)) {
      connections.write(jdbc -> createTables(jdbc, dataPath));
    }
  }

  private static @Nullable Void createSchema(Jdbc jdbc, String schema) {
    jdbc.execute(jdbc.dialect().createSchema(schema));
    return null;
  }

  private @Nullable Void createTables(Jdbc jdbc, String dataPath) {
    if (CatalogLayout.tables(jdbc).containsKey("ducklake_metadata")) {
      throw exists();
    }
    new CatalogInitializer(jdbc).create(lake.version(), dataPath, lake.encryption());
    return null;
  }

  private String dataPath() {
    String path = lake.dataPath();
    if (path == null) {
      CatalogUri address = config.address();
      if (address == null || address.kind() != CatalogUri.Kind.DUCKDB) {
        throw new IllegalArgumentException(
            "A new lake needs a data path, unless its catalog is a DuckDB file: " + config);
      }
      path = address.file().orElseThrow().toAbsolutePath().normalize() + ".files";
    }
    if (path.isBlank()) {
      throw new IllegalArgumentException("The data path of a new lake is empty: " + config);
    }
    boolean ends = path.endsWith("/") || (path.endsWith("\\") && path.indexOf('/') < 0);
    return ends ? path : path + "/";
  }

  private AlreadyExistsException exists() {
    return new AlreadyExistsException(
        "lake",
        config.toString(),
        "There is a lake already at %s. Open it, or choose another place.".formatted(config));
  }

  private void createFile(CatalogUri.Kind kind, Path file, String dataPath) {
    Path directory = file.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new CatalogException(
          SqlFailure.NO_DATABASE,
          "Cannot create the catalog file " + file + ": there is no directory " + directory + ".",
          null);
    }
    Path draft = directory.resolve(file.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      try (Connections connections = Connections.create(kind, draft)) {
        connections.write(
            jdbc -> {
              String schema = config.metadataSchema();
              if (schema != null) {
                createSchema(jdbc, schema);
                jdbc.execute(jdbc.dialect().useSchema(schema));
              }
              return createTables(jdbc, dataPath);
            });
      }
      publish(draft, file);
    } finally {
      for (String suffix : List.of("", ".wal", "-wal", "-shm", "-journal")) {
        delete(draft.resolveSibling(draft.getFileName() + suffix));
      }
    }
  }

  /** Never replaces a file that somebody else made in the meantime. */
  private void publish(Path draft, Path file) {
    try {
      try {
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException | UnsupportedOperationException noLinks) {
        Files.move(draft, file);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw new CatalogException(
          SqlFailure.ACCESS_DENIED, "Cannot create the catalog file " + file + ": " + e, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new CatalogException(
          SqlFailure.ACCESS_DENIED, "Cannot remove the file " + file + ": " + e, e);
    }
  }
}
