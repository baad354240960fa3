package io.quacklake.catalog.dialect;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.format.type.DataType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Catalogs in PostgreSQL: many processes on many machines read and write them. */
public final class PostgresDialect implements Dialect {
  private static final int MOST_BINDS = 30_000; // the protocol counts them in 16 bits
  private static final int LONGEST_NAME = 63; // bytes
  private static final int STATEMENTS_UNTIL_PREPARED = 5; // as the driver has it

  /** Every table has columns of these names already. */
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:postgresql:");
  }

  @Override
  public boolean accepts(CatalogUri.Kind kind) {
    return kind == CatalogUri.Kind.POSTGRES;
  }

  @Override
  public Endpoint endpoint(CatalogUri address, Access access) {
    return new Endpoint(
        PostgresAddress.url(address),
        "org.postgresql.Driver",
        PostgresAddress.properties(address),
        "org.postgresql:postgresql");
  }

  @Override
  public Endpoint creation(Path file) {
    throw new IllegalArgumentException("A PostgreSQL catalog is not a file: " + file);
  }

  @Override
  public boolean isExclusive() {
    return false;
  }

  @Override
  public int connections() {
    return 10;
  }

  /**
   * Poolers tell a client of a process of their own making. If it is the server's, there is none
   * between, and the server may keep the plans of statements.
   */
  @Override
  public void connected(Connection driver) throws SQLException {
    PGConnection connection = driver.unwrap(PGConnection.class);
    try (Statement statement = driver.createStatement();
        ResultSet process = statement.executeQuery("SELECT pg_backend_pid()")) {
      if (process.next() && process.getInt(1) == connection.getBackendPID()) {
        connection.setPrepareThreshold(STATEMENTS_UNTIL_PREPARED);
      }
    }
  }

  @Override
  public String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /**
   * For the transaction only: behind a pooler as PgBouncer the next one may be on another
   * connection of the server's, and that one with another client.
   */
  @Override
  public String useSchema(String schema) {
    return "SET LOCAL search_path TO " + quote(schema);
  }

  /** Whatever the search path of the role or the database is. */
  @Override
  public String defaultSchema() {
    return "public";
  }

  /** A catalog is read in several statements, while others may remove rows that it refers to. */
  @Override
  public void beginRead(Connection connection, @Nullable String useSchema) throws SQLException {
    connection.setAutoCommit(false);
    // As one text: one round trip.
    Sql.execute(
        connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY" + next(useSchema));
  }

  private static String next(@Nullable String statement) {
    return statement == null ? "" : "; " + statement;
  }

  @Override
  public void beginWrite(Connection connection, @Nullable String useSchema) throws SQLException {
    connection.setAutoCommit(false);
    Sql.execute(
        connection,
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE;"
            + " SET LOCAL lock_timeout = '10s'"
            + next(useSchema));
  }

  /**
   * An advisory lock would be taken by a SELECT, which fixes what the transaction sees before it
   * waits. This mode lets readers read and makes the reference's commits wait as well.
   */
  @Override
  public void lock(Connection connection, String table) throws SQLException {
    Sql.execute(connection, "LOCK TABLE " + quote(table) + " IN SHARE ROW EXCLUSIVE MODE");
  }

  @Override
  public String columnListing(int tables) {
    return """
    SELECT c.relname AS table_name, a.attname AS column_name,
      format_type(a.atttypid, a.atttypmod) AS column_type
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
      AND lower(c.relname) IN (%s)
    ORDER BY c.relname, a.attnum
    """
        .formatted(Stream.generate(() -> "?").limit(tables).collect(Collectors.joining(", ")));
  }

  @Override
  public String instantExpression(String column) {
    return column;
  }

  @Override
  public @Nullable Instant instant(ResultSet row, String label) throws SQLException {
    OffsetDateTime time = row.getObject(label, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  @Override
  public String columnType(CatalogType type) {
    return type.name();
  }

  @Override
  public BoundValue uuid(String text) {
    return BoundValue.cast(text, "uuid");
  }

  /** PostgreSQL's time is that of the transaction's begin. */
  @Override
  public BoundValue now() {
    return new BoundValue("now()", List.of());
  }

  @Override
  public boolean canHoldNul() {
    return false;
  }

  @Override
  public int mostBinds() {
    return MOST_BINDS;
  }

  @Override
  public int mostInlinedColumns() {
    return 1500; // of 1600 in all
  }

  @Override
  public boolean canNameInlinedColumn(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
        && name.indexOf('\0') < 0
        && !SYSTEM_COLUMNS.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public Optional<String> inlinedType(DataType type) {
    return type.accept(PostgresInlined.TYPE);
  }

  @Override
  public BoundValue inlined(DataType type, Object value) {
    return PostgresInlined.bound(type, value);
  }

  @Override
  public boolean holds(String columnType, DataType type) {
    return true; // all nested types are text
  }

  @Override
  public String inlinedExpression(String column, DataType type) {
    return PostgresInlined.expression(column, type);
  }

  @Override
  public @Nullable Object inlinedValue(ResultSet row, int column, DataType type)
      throws SQLException {
    Object stored = row.getObject(column);
    return stored == null ? null : PostgresInlined.value(stored, type);
  }

  @Override
  public SqlFailure classify(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return switch (state) {
      case "23505", "42P07" -> SqlFailure.DUPLICATE_KEY; // a table's name is such a key too
      case "40001", "40P01" -> SqlFailure.SERIALIZATION;
      case "55P03", "53300" -> SqlFailure.BUSY; // lock not available, too many connections
      case "42P01", "3F000" -> SqlFailure.MISSING_TABLE;
      case "3D000" -> SqlFailure.NO_DATABASE;
      case "42501", "25006" -> SqlFailure.ACCESS_DENIED;
      default -> {
        if (state.startsWith("08") || state.startsWith("57P")) {
          yield Sql.withoutConnection(failure);
        }
        yield state.startsWith("28") ? SqlFailure.ACCESS_DENIED : SqlFailure.OTHER;
      }
    };
  }
}
