package io.quacklake.transact;

import io.quacklake.scan.LakehouseSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lakes in a directory of their own. */
final class NewLakes {
  private NewLakes() {}

  /** The databases that are files. */
  enum Kind {
    DUCKDB,
    SQLITE;

    Path catalog(Path directory) {
      return directory.resolve(this == DUCKDB ? "lake.ducklake" : "lake.sqlite");
    }

    String address(Path directory) {
      return "ducklake:" + (this == DUCKDB ? "duckdb:" : "sqlite:") + catalog(directory);
    }

    String jdbcUrl(Path directory) {
      return "jdbc:" + (this == DUCKDB ? "duckdb:" : "sqlite:") + catalog(directory);
    }
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
