package io.quacklake.catalog;

import io.quacklake.catalog.CatalogUri.Kind;
import io.quacklake.catalog.dialect.SqlFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What can be said of a catalog file before a driver opens it (drivers would create it).
 *
 * <p>A file that this process has open is not looked into: where locks are those of POSIX, closing
 * any channel of a file ends all locks that the process has on it, those of the databases too.
 */
final class CatalogFile {
  /** By what tells files apart, whatever they are called. */
  private static final Map<Object, Held> HELD = new HashMap<>();

  private CatalogFile() {}

  /** A file that the process has open, so many times. */
  private record Held(Header header, int times) {}

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
      synchronized (HELD) {
        Held held = HELD.get(key(file));
        return held == null ? read(file) : held.header();
      }
    }

    private static Header read(Path file) {
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

  /**
   * Says that the process is about to open a file, and has it open until what is returned runs.
   *
   * @throws CatalogException if the file is missing or of another kind than its address says
   */
  static Runnable hold(Kind kind, Path file) {
    synchronized (HELD) {
      Header header = Header.of(file);
      check(header, kind, file);
      Object key = key(file);
      HELD.merge(key, new Held(header, 1), (held, more) -> new Held(header, held.times() + 1));
      AtomicBoolean held = new AtomicBoolean(true);
      return () -> {
        if (held.getAndSet(false)) {
          letGo(key);
        }
      };
    }
  }

  private static void letGo(Object key) {
    synchronized (HELD) {
      HELD.computeIfPresent(
          key, (any, held) -> held.times() == 1 ? null : new Held(held.header(), held.times() - 1));
    }
  }

  private static Object key(Path file) {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file.toRealPath() : key;
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }

  private static void check(Header header, Kind kind, Path file) {
    switch (header) {
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
