package io.quacklake.catalog.dialect;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.format.type.DataType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Catalogs in a DuckDB file. One process at a time may write it, and excludes readers. */
public final class DuckDbDialect implements Dialect {
  private static final String STORAGE_VERSION = "v1.2.0";
  private static final int MOST_BINDS = 10_000;

  /** A catalog needs no extension: never fetch one from the network on its behalf. */
  private static final Map<String, String> PROPERTIES =
      Map.of("autoinstall_known_extensions", "false");

  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:duckdb:");
  }

  @Override
  public boolean accepts(CatalogUri.Kind kind) {
    return kind == CatalogUri.Kind.DUCKDB;
  }

  /** Of the file itself; catalogs are opened by {@link #attach}. */
  @Override
  public Endpoint endpoint(CatalogUri address, Access access) {
    String file = address.file().orElseThrow().toAbsolutePath().toString();
    if (file.indexOf(';') >= 0) {
      throw new IllegalArgumentException(
          "duckdb_jdbc cannot open a file with a semicolon in its path: " + file);
    }
    Map<String, String> properties = new HashMap<>(PROPERTIES);
    if (access == Access.READ_ONLY) {
      properties.put("duckdb.read_only", "true");
    }
    return endpoint(file, properties);
  }

  private static Endpoint endpoint(String file, Map<String, String> properties) {
    return new Endpoint(
        "jdbc:duckdb:" + file, "org.duckdb.DuckDBDriver", properties, "org.duckdb:duckdb_jdbc");
  }

  /** The newest storage version would shut out the DuckDB releases that most lakes are used by. */
  @Override
  public Endpoint creation(Path file) {
    Endpoint existing =
        endpoint(CatalogUri.ofFile(CatalogUri.Kind.DUCKDB, file), Access.READ_WRITE);
    Map<String, String> properties = new HashMap<>(existing.properties());
    properties.put("storage_compatibility_version", STORAGE_VERSION);
    return new Endpoint(existing.jdbcUrl(), existing.driver(), properties, existing.hint());
  }

  @Override
  public Endpoint instance() {
    Map<String, String> properties = new HashMap<>(PROPERTIES);
    properties.put("threads", "1"); // our statements are small, and their rows are read one by one
    properties.put(
        "temp_directory",
        Path.of(
                System.getProperty("java.io.tmpdir", ""),
                "ducklake-" + ProcessHandle.current().pid())
            .toString());
    return endpoint("", properties);
  }

  @Override
  public void attach(Connection instance, Path file, String name, Access access)
      throws SQLException {
    DuckDbInstance.attach(instance, file, name, access);
  }

  @Override
  public void detach(Connection instance, String name) throws SQLException {
    DuckDbInstance.detach(instance, name);
  }

  @Override
  public Connection connect(Connection instance, String name) throws SQLException {
    return DuckDbInstance.connect(instance, name);
  }

  @Override
  public boolean isExclusive() {
    return true;
  }

  @Override
  public int connections() {
    return 8;
  }

  /** All connections of a process to a file share one access, and a reader locks writers out. */
  @Override
  public boolean excludesWriters(Access access) {
    return access == Access.READ_ONLY;
  }

  @Override
  public String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public String useSchema(String schema) {
    return "SET schema = '" + quote(schema).replace("'", "''") + "'";
  }

  @Override
  public void beginRead(Connection connection, @Nullable String useSchema) throws SQLException {
    connection.setAutoCommit(false);
    Sql.execute(connection, useSchema);
  }

  @Override
  public void beginWrite(Connection connection, @Nullable String useSchema) throws SQLException {
    connection.setAutoCommit(false);
    Sql.execute(connection, useSchema);
  }

  @Override
  public String columnListing(int tables) {
    return """
        SELECT c.table_name, c.column_name, c.data_type AS column_type
        FROM duckdb_columns() c
        WHERE c.database_name = current_database() AND c.schema_name = current_schema()
          AND lower(c.table_name) IN (%s)
        ORDER BY c.table_name, c.column_index
        """
        .formatted(Stream.generate(() -> "?").limit(tables).collect(Collectors.joining(", ")));
  }

  /** Counts rows that were deleted, but not those that a transaction has not committed. */
  @Override
  public String tableSizes() {
    return """
        SELECT t.table_name, t.estimated_size AS most_rows
        FROM duckdb_tables() t
        WHERE t.database_name = current_database() AND t.schema_name = current_schema()
        """;
  }

  @Override
  public String instantExpression(String column) {
    return "epoch_us(" + column + ")";
  }

  @Override
  public @Nullable Instant instant(ResultSet row, String label) throws SQLException {
    long micros = row.getLong(label);
    return row.wasNull() ? null : Micros.instant(micros);
  }

  @Override
  public String columnType(CatalogType type) {
    return type == CatalogType.TIMESTAMPTZ ? "TIMESTAMP WITH TIME ZONE" : type.name();
  }

  @Override
  public BoundValue uuid(String text) {
    return BoundValue.cast(text, "UUID");
  }

  @Override
  public BoundValue now() {
    return time(Instant.now());
  }

  @Override
  public BoundValue time(Instant time) {
    return new BoundValue("make_timestamptz(?)", List.of(Micros.of(time)));
  }

  /** DuckDB plans a prepared query again when it runs. */
  @Override
  public boolean preparesSlowly() {
    return true;
  }

  @Override
  public SQLException withoutStatement(SQLException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), "");
    int cited = message.indexOf("\nLINE ");
    if (cited < 0) {
      return failure;
    }
    SQLException bare =
        new SQLException(
            message.substring(0, cited).strip(), failure.getSQLState(), failure.getErrorCode());
    bare.setStackTrace(failure.getStackTrace());
    return bare;
  }

  @Override
  public int mostBinds() {
    return MOST_BINDS;
  }

  /** DuckDB plans an INSERT of many values slowly. */
  @Override
  public boolean canInsertMany() {
    return true;
  }

  @Override
  public void insertMany(Connection connection, String table, List<List<@Nullable Object>> rows)
      throws SQLException {
    DuckDbAppend.rows(connection, table, rows);
  }

  @Override
  public boolean canNameInlinedColumn(String name) {
    return true;
  }

  @Override
  public Optional<String> inlinedType(DataType type) {
    return DuckDbBinds.canBind(type)
        ? Optional.of(type.accept(DuckDbTransport.STORED))
        : Optional.empty();
  }

  @Override
  public BoundValue inlined(DataType type, Object value) {
    return DuckDbBinds.of(type, value);
  }

  /** A cast between structs drops and adds fields silently, so their names have to be the same. */
  @Override
  public boolean holds(String columnType, DataType type) {
    return !type.isNested() || fold(columnType).equals(fold(type.accept(DuckDbTransport.STORED)));
  }

  /** Which names are quoted differs from version to version. */
  private static String fold(String type) {
    return type.replace("\"", "").toUpperCase(Locale.ROOT);
  }

  @Override
  public String inlinedExpression(String column, DataType type) {
    return DuckDbTransport.expression(column, type);
  }

  @Override
  public @Nullable Object inlinedValue(ResultSet row, int column, DataType type)
      throws SQLException {
    return DuckDbTransport.value(row.getObject(column), type);
  }

  /** DuckDB has neither error codes nor SQL states, so the message has to tell. */
  @Override
  public SqlFailure classify(SQLException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), "");
    return Stream.of(Sign.values())
        .filter(sign -> message.contains(sign.text))
        .map(sign -> sign.meaning)
        .findFirst()
        .orElse(SqlFailure.OTHER);
  }

  /** Words of DuckDB's messages. */
  private enum Sign {
    LOCK("Could not set lock on file", SqlFailure.LOCKED),
    USED_ELSEWHERE("being used by another process", SqlFailure.LOCKED),
    CONFIGURATION("with a different configuration than existing", SqlFailure.LOCKED),
    OTHER_INSTANCE("Unique file handle conflict", SqlFailure.LOCKED), // of this process
    NO_FILE("database does not exist", SqlFailure.NO_DATABASE),
    VERSION("Trying to read a database file with version number", SqlFailure.NEWER_STORAGE),
    NEWER("newer version of DuckDB", SqlFailure.NEWER_STORAGE),
    NO_DUCKDB("not a valid DuckDB database file", SqlFailure.NOT_A_DATABASE),
    CHECKSUM("Corrupt database file", SqlFailure.NOT_A_DATABASE),
    PERMISSION("Permission denied", SqlFailure.ACCESS_DENIED),
    NO_TABLE("Catalog Error: Table with name", SqlFailure.MISSING_TABLE),
    NO_SCHEMA("No catalog + schema named", SqlFailure.MISSING_TABLE),
    DUPLICATE("Duplicate key", SqlFailure.DUPLICATE_KEY),
    DUPLICATE_ON_COMMIT("PRIMARY KEY or UNIQUE constraint violat", SqlFailure.DUPLICATE_KEY),
    CONFLICT("Conflict on", SqlFailure.SERIALIZATION),
    WRITE_CONFLICT("write-write conflict", SqlFailure.SERIALIZATION);

    private final String text;
    private final SqlFailure meaning;

    Sign(String text, SqlFailure meaning) {
      this.text = text;
      this.meaning = meaning;
    }
  }
}
