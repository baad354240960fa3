package io.quacklake.catalog;

import io.quacklake.catalog.CatalogUri.Kind;
import io.quacklake.catalog.dialect.SqlFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What can be said of a catalog file before a driver opens it (drivers would create it). */
final class CatalogFile {
  private CatalogFile() {}

  /** The kind of file that the first bytes tell. */
  enum Header {
    DUCKDB,
    SQLITE,
    OTHER,
    MISSING;

    private static final byte[] DUCKDB_MAGIC = "DUCK".getBytes(StandardCharsets.US_ASCII);
    private static final int DUCKDB_MAGIC_AT = 8;
    private static final byte[] SQLITE_MAGIC =
        "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    static Header of(Path file) {
      if (!Files.exists(file)) {
        return MISSING;
      }
      if (!Files.isRegularFile(file)) {
        return OTHER;
      }
      byte[] start;
      try (InputStream in = Files.newInputStream(file)) {
        start = in.readNBytes(SQLITE_MAGIC.length);
      } catch (IOException e) {
        throw new CatalogException(
            SqlFailure.ACCESS_DENIED, "Cannot read the catalog file " + file + ": " + e, e);
      }
      if (Arrays.equals(start, SQLITE_MAGIC)) {
        return SQLITE;
      }
      boolean duckdb =
          start.length >= DUCKDB_MAGIC_AT + DUCKDB_MAGIC.length
              && Arrays.equals(
                  start,
                  DUCKDB_MAGIC_AT,
                  DUCKDB_MAGIC_AT + DUCKDB_MAGIC.length,
                  DUCKDB_MAGIC,
                  0,
                  DUCKDB_MAGIC.length);
      return duckdb ? DUCKDB : OTHER;
    }
  }

  /** Refuses a file that is missing or of another kind than its address says. */
  static void check(Kind kind, Path file) {
    switch (Header.of(file)) {
      case MISSING ->
          throw new CatalogException(
              SqlFailure.NO_DATABASE,
              "There is no catalog file "
                  + file.toAbsolutePath()
                  + ". Check the address; a relative path starts at the working directory.",
              null);
      case DUCKDB -> requireKind(kind, Kind.DUCKDB, file);
      case SQLITE -> requireKind(kind, Kind.SQLITE, file);
      case OTHER ->
          throw new CatalogException(
              SqlFailure.NOT_A_DATABASE,
              file.toAbsolutePath() + " is neither a DuckDB nor a SQLite file.",
              null);
    }
  }

  private static void requireKind(Kind expected, Kind actual, Path file) {
    if (expected != actual) {
      throw new CatalogException(
          SqlFailure.NOT_A_DATABASE,
          "%s is not a %s file. Open it as ducklake:%s:%s"
              .formatted(file.toAbsolutePath(), expected.text(), actual.text(), file),
          null);
    }
  }
}
