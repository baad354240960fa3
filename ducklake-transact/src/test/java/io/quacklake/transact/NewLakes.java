package io.quacklake.transact;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quacklake.golden.MariaDbServer;
import io.quacklake.golden.PostgresServer;
import io.quacklake.scan.LakehouseSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Lakes in a directory of their own. */
final class NewLakes {
  private NewLakes() {}

  /** The databases; tests on a server are skipped where its programs are missing. */
  enum Kind {
    DUCKDB,
    SQLITE,
    POSTGRES,
    MARIADB;

    boolean isFile() {
      return this == DUCKDB || this == SQLITE;
    }

    String address(Path directory) {
      return switch (this) {
        case DUCKDB -> "ducklake:duckdb:" + catalog(directory);
        case SQLITE -> "ducklake:sqlite:" + catalog(directory);
        case POSTGRES -> postgres().address(database(directory));
        case MARIADB -> mariaDb().address(database(directory));
      };
    }

    String jdbcUrl(Path directory) {
      return switch (this) {
        case DUCKDB -> "jdbc:duckdb:" + catalog(directory);
        case SQLITE -> "jdbc:sqlite:" + catalog(directory);
        case POSTGRES -> postgres().jdbcUrl(database(directory));
        case MARIADB -> mariaDb().jdbcUrl(database(directory));
      };
    }

    Path catalog(Path directory) {
      return directory.resolve(this == DUCKDB ? "lake.ducklake" : "lake.sqlite");
    }

    /** The name of a database that stands for that directory. */
    private String database(Path directory) {
      String name = nameOf(directory);
      if (DATABASES.add(this + name)) {
        if (this == POSTGRES) {
          postgres().create(name);
        } else {
          mariaDb().create(name);
        }
      }
      return name;
    }

    /** Puts a catalog that nobody has open where there is none yet; the data path stays. */
    void copy(Path from, Path to) throws IOException {
      switch (this) {
        case DUCKDB, SQLITE -> Files.copy(catalog(from), catalog(to));
        case POSTGRES -> {
          postgres().copy(nameOf(from), nameOf(to));
          DATABASES.add(this + nameOf(to));
        }
        case MARIADB -> {
          mariaDb().copy(nameOf(from), nameOf(to));
          DATABASES.add(this + nameOf(to));
        }
      }
    }
  }

  private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();

  private static String nameOf(Path directory) {
    return "lake_" + Integer.toHexString(directory.toString().hashCode());
  }

  private static PostgresServer postgres() {
    Optional<PostgresServer> server = PostgresServer.shared();
    assumeTrue(server.isPresent(), PostgresServer.MISSING);
    return server.orElseThrow();
  }

  private static MariaDbServer mariaDb() {
    Optional<MariaDbServer> server = MariaDbServer.shared();
    assumeTrue(server.isPresent(), MariaDbServer.MISSING);
    return server.orElseThrow();
  }

  static LakehouseSession create(Kind kind, Path directory) {
    return Lakes.create(kind.address(directory), directory.resolve("data") + "/");
  }

  /** The same, in which all rows go to files. */
  static LakehouseSession withoutInlining(Kind kind, Path directory) {
    LakehouseSession lake = create(kind, directory);
    Lakes.setOption(lake, "data_inlining_row_limit", "0");
    return lake;
  }

  /** All data and delete files that are there, whether a snapshot has them or not. */
  static List<Path> files(Path directory) {
    Path data = directory.resolve("data");
    if (!Files.exists(data)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
