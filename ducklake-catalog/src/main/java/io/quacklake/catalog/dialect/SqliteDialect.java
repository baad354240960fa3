package io.quacklake.catalog.dialect;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.internal.text.NestedText;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Catalogs in a SQLite file: many processes read it, one at a time writes. */
public final class SqliteDialect implements Dialect {
  private static final String BUSY_MILLIS = "5000";
  private static final int MOST_BINDS = 30_000; // SQLITE_MAX_VARIABLE_NUMBER is 32766

  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:sqlite:");
  }

  @Override
  public boolean accepts(CatalogUri.Kind kind) {
    return kind == CatalogUri.Kind.SQLITE;
  }

  @Override
  public Endpoint endpoint(CatalogUri address, Access access) {
    Path file = address.file().orElseThrow().toAbsolutePath();
    Map<String, String> properties = new HashMap<>();
    properties.put("busy_timeout", BUSY_MILLIS);
    String mode = access == Access.READ_ONLY ? "ro" : "rw"; // neither creates a file
    if (access == Access.READ_ONLY) {
      properties.put("open_mode", "65"); // SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      if (canOnlyBeImmutable(file)) {
        mode += "&immutable=1";
      }
    }
    return new Endpoint(
        "jdbc:sqlite:" + uri(file) + "?mode=" + mode,
        "org.sqlite.JDBC",
        properties,
        "org.xerial:sqlite-jdbc");
  }

  /**
   * Reading a file in WAL mode takes a shared-memory file beside it, which a directory that cannot
   * be written does not admit. If there is no log either, the file alone is the whole database.
   */
  private static boolean canOnlyBeImmutable(Path file) {
    Path directory = Objects.requireNonNull(file.getParent());
    return !Files.isWritable(directory)
        && !Files.exists(directory.resolve(file.getFileName() + "-wal"))
        && isWriteAheadLogged(file);
  }

  private static boolean isWriteAheadLogged(Path file) {
    int readVersionAt = 19; // of the file's header; 2 says WAL
    try (var in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(readVersionAt + 1);
      return header.length > readVersionAt && header[readVersionAt] == 2;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file: URI; the path's own question marks, percent signs and so on are encoded. */
  private static String uri(Path file) {
    return "file:" + file.toUri().getRawPath();
  }

  /** In WAL mode readers do not keep a writer from committing. */
  @Override
  public Endpoint creation(Path file) {
    return new Endpoint(
        "jdbc:sqlite:" + uri(file.toAbsolutePath()) + "?mode=rwc",
        "org.sqlite.JDBC",
        Map.of("busy_timeout", BUSY_MILLIS, "journal_mode", "WAL"),
        "org.xerial:sqlite-jdbc");
  }

  @Override
  public boolean isExclusive() {
    return false;
  }

  @Override
  public int connections() {
    return 8;
  }

  @Override
  public String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public String useSchema(String schema) {
    if (!schema.equalsIgnoreCase("main")) {
      throw new IllegalArgumentException("A SQLite file has only the schema main, not " + schema);
    }
    return "SELECT 1";
  }

  @Override
  public void beginRead(Connection connection, @Nullable String useSchema) throws SQLException {
    connection.setAutoCommit(false);
  }

  /**
   * Takes the write lock at once: a transaction that reads first and writes later fails when
   * another one wrote in between. The driver begins its own transactions without the lock.
   */
  @Override
  public void beginWrite(Connection connection, @Nullable String useSchema) throws SQLException {
    Sql.execute(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    Sql.execute(connection, "COMMIT");
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    Sql.execute(connection, "ROLLBACK");
  }

  @Override
  public String createSchema(String schema) {
    return useSchema(schema);
  }

  @Override
  public String columnListing(int tables) {
    return """
        SELECT m.name AS table_name, c.name AS column_name, c.type AS column_type
        FROM sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND lower(m.name) IN (%s)
        ORDER BY m.name, c.cid
        """
        .formatted(Stream.generate(() -> "?").limit(tables).collect(Collectors.joining(", ")));
  }

  @Override
  public String instantExpression(String column) {
    return column;
  }

  @Override
  public @Nullable Instant instant(ResultSet row, String label) throws SQLException {
    String text = row.getString(label);
    if (text == null) {
      return null;
    }
    // Any offset: it is the time zone of the process that wrote the row.
    return Micros.instant((Long) ValueCodec.parse(PrimitiveType.TIMESTAMPTZ, text));
  }

  @Override
  public String columnType(CatalogType type) {
    return switch (type) {
      case BIGINT, BOOLEAN -> "BIGINT";
      case VARCHAR, UUID, TIMESTAMPTZ -> "VARCHAR";
    };
  }

  @Override
  public BoundValue uuid(String text) {
    return BoundValue.of(text);
  }

  @Override
  public BoundValue now() {
    return time(Instant.now());
  }

  /** The reference reads the text with any offset; it writes that of its session. */
  @Override
  public BoundValue time(Instant time) {
    return BoundValue.of(ValueCodec.print(PrimitiveType.TIMESTAMPTZ, Micros.of(time)));
  }

  @Override
  public int mostBinds() {
    return MOST_BINDS;
  }

  @Override
  public int mostInlinedColumns() {
    return 1900; // of 2000 in all
  }

  @Override
  public boolean canNameInlinedColumn(String name) {
    return true;
  }

  @Override
  public Optional<String> inlinedType(DataType type) {
    return type.accept(SqliteInlined.TYPE);
  }

  @Override
  public BoundValue inlined(DataType type, Object value) {
    return BoundValue.of(SqliteInlined.stored(type, value));
  }

  @Override
  public boolean holds(String columnType, DataType type) {
    return true; // all nested types are text
  }

  @Override
  public String inlinedExpression(String column, DataType type) {
    return column;
  }

  /**
   * What a value is stored as depends on the declared type of its column, and that on the version
   * that made the table; so the value itself says how to read it.
   */
  @Override
  public @Nullable Object inlinedValue(ResultSet row, int column, DataType type)
      throws SQLException {
    Object stored = row.getObject(column);
    if (stored == null) {
      return null;
    }
    if (stored instanceof byte[] bytes) {
      if (type == PrimitiveType.BLOB) {
        return bytes;
      }
      stored = new String(bytes, StandardCharsets.UTF_8);
    }
    if (stored instanceof Number number && type instanceof PrimitiveType primitive) {
      return number(number, primitive);
    }
    String text = stored.toString();
    return type.isNested() ? NestedText.parse(type, text) : ValueCodec.parse(type, text);
  }

  private static Object number(Number stored, PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> stored.longValue() != 0;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> {
        if (stored instanceof Double || stored instanceof Float) {
          throw new CorruptLakeException(
              "An inlined column of type " + type + " holds the fraction " + stored);
        }
        yield stored.longValue();
      }
      case FLOAT32 -> stored.floatValue();
      case FLOAT64 -> stored.doubleValue();
      default -> ValueCodec.parse(type, stored.toString());
    };
  }

  @Override
  public SqlFailure classify(SQLException failure) {
    int primaryCode = failure.getErrorCode() & 0xff;
    return switch (primaryCode) {
      case 5, 6 -> SqlFailure.BUSY; // SQLITE_BUSY, SQLITE_LOCKED
      case 14 -> SqlFailure.NO_DATABASE; // SQLITE_CANTOPEN
      case 11, 26 -> SqlFailure.NOT_A_DATABASE; // SQLITE_CORRUPT, SQLITE_NOTADB
      case 3, 8, 23 -> SqlFailure.ACCESS_DENIED; // SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH
      case 19 -> SqlFailure.DUPLICATE_KEY; // SQLITE_CONSTRAINT
      default ->
          Objects.requireNonNullElse(failure.getMessage(), "")
                  .toLowerCase(Locale.ROOT)
                  .contains("no such table")
              ? SqlFailure.MISSING_TABLE
              : SqlFailure.OTHER;
    };
  }
}
