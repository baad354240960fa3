package io.quacklake.catalog.dialect;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Catalogs in MariaDB and MySQL: many processes on many machines read and write them. A statement
 * that defines something commits the transaction that it is in, so none is.
 */
public final class MySqlDialect implements Dialect {
  /** As many as a statement's text is likely to hold; the driver puts them into it. */
  private static final int MOST_BINDS = 30_000;

  /** What a packet of any server takes, escaped. */
  private static final long MOST_BYTES = 2L << 20;

  /** More texts of forty bytes are longer than InnoDB's rows may be. */
  private static final int MOST_INLINED_COLUMNS = 190;

  private static final int LONGEST_NAME = 64; // characters
  private static final String INLINED_DATA = "ducklake_inlined_data_";
  private static final String INLINED_DELETES = "ducklake_inlined_delete_";

  /** An UPDATE without an index locks every row that it passes. */
  private static final Map<String, List<String>> INDEXES =
      Map.of(
          "ducklake_column", List.of("table_id", "column_id"),
          "ducklake_column_tag", List.of("table_id", "column_id"),
          "ducklake_data_file", List.of("table_id"),
          "ducklake_delete_file", List.of("table_id"),
          "ducklake_file_column_stats", List.of("table_id", "column_id"),
          "ducklake_file_partition_value", List.of("table_id"),
          "ducklake_table", List.of("table_id"),
          "ducklake_table_column_stats", List.of("table_id"),
          "ducklake_table_stats", List.of("table_id"),
          "ducklake_tag", List.of("object_id"));

  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:mariadb:") || jdbcUrl.startsWith("jdbc:mysql:");
  }

  @Override
  public boolean accepts(CatalogUri.Kind kind) {
    return kind == CatalogUri.Kind.MYSQL;
  }

  @Override
  public Endpoint endpoint(CatalogUri address, Access access) {
    return new Endpoint(
        MySqlAddress.url(address),
        "org.mariadb.jdbc.Driver",
        MySqlAddress.properties(address),
        "org.mariadb.jdbc:mariadb-java-client");
  }

  @Override
  public Endpoint creation(Path file) {
    throw new IllegalArgumentException("A MySQL catalog is not a file: " + file);
  }

  @Override
  public boolean isExclusive() {
    return false;
  }

  @Override
  public boolean definesBesideTransactions() {
    return true;
  }

  @Override
  public int connections() {
    return 10;
  }

  @Override
  public String quote(String identifier) {
    return '`' + identifier.replace("`", "``") + '`';
  }

  /** What others call a schema is a database here. */
  @Override
  public String useSchema(String schema) {
    return "USE " + quote(schema);
  }

  @Override
  public String createSchema(String schema) {
    return "CREATE DATABASE IF NOT EXISTS " + quote(schema) + " CHARACTER SET utf8mb4";
  }

  @Override
  public void beginRead(Connection connection, @Nullable String useSchema) throws SQLException {
    connection.setAutoCommit(false);
    Sql.execute(connection, useSchema);
    Sql.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    Sql.execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }

  /**
   * What it sees begins with its first SELECT that does not lock. A server that is not strict would
   * cut off what is too long for a column; one that is patient waits for most of a minute.
   */
  @Override
  public void beginWrite(Connection connection, @Nullable String useSchema) throws SQLException {
    beginDefinitions(connection);
    connection.setAutoCommit(false);
    Sql.execute(connection, useSchema);
    Sql.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    Sql.execute(connection, "START TRANSACTION READ WRITE");
  }

  @Override
  public void beginDefinitions(Connection connection) throws SQLException {
    Sql.execute(
        connection,
        "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'),"
            + " innodb_lock_wait_timeout = 10, lock_wait_timeout = 10");
  }

  /**
   * Locks the row of the oldest snapshot, which nobody changes. The gap above the newest one stays
   * free, for the reference to insert into.
   */
  @Override
  public void lock(Connection connection, String table) throws SQLException {
    Sql.execute(
        connection, "SELECT 1 FROM " + quote(table) + " ORDER BY snapshot_id LIMIT 1 FOR UPDATE");
  }

  @Override
  public String columnListing(int tables) {
    return """
        SELECT c.table_name AS table_name, c.column_name AS column_name,
          c.column_type AS column_type
        FROM information_schema.columns c
        WHERE c.table_schema = DATABASE() AND c.table_name IN (%s)
        ORDER BY c.table_name, c.ordinal_position
        """
        .formatted(Stream.generate(() -> "?").limit(tables).collect(Collectors.joining(", ")));
  }

  @Override
  public String instantExpression(String column) {
    return "CAST(" + column + " AS CHAR)";
  }

  /** It is UTC, whatever the session's time zone is. */
  @Override
  public @Nullable Instant instant(ResultSet row, String label) throws SQLException {
    String text = row.getString(label);
    return text == null
        ? null
        : Micros.instant((Long) ValueCodec.parse(PrimitiveType.TIMESTAMP, text));
  }

  @Override
  public String columnType(CatalogType type) {
    return switch (type) {
      case BIGINT, BOOLEAN -> type.name();
      case VARCHAR, UUID -> MySqlInlined.TEXT;
      case TIMESTAMPTZ -> "DATETIME(6)";
    };
  }

  @Override
  public String tableBody(String table, List<String> columns) {
    List<String> parts = new ArrayList<>(columns);
    String key = key(table, columns);
    if (!key.isEmpty()) {
      parts.add("KEY (" + key + ")");
    }
    return "(" + String.join(", ", parts) + ") ENGINE = InnoDB";
  }

  private String key(String table, List<String> columns) {
    if (table.startsWith(INLINED_DATA) || table.startsWith(INLINED_DELETES)) {
      return columns.get(0).split(" ", 2)[0]; // the row id, or the file
    }
    return INDEXES.getOrDefault(table, List.of()).stream()
        .map(this::quote)
        .collect(Collectors.joining(", "));
  }

  @Override
  public BoundValue uuid(String text) {
    return BoundValue.of(text);
  }

  @Override
  public BoundValue now() {
    return new BoundValue("UTC_TIMESTAMP(6)", List.of());
  }

  @Override
  public int mostBinds() {
    return MOST_BINDS;
  }

  @Override
  public long mostBytes() {
    return MOST_BYTES;
  }

  @Override
  public int mostInlinedColumns() {
    return MOST_INLINED_COLUMNS;
  }

  /** The reference's connector does not quote a backtick as it should. */
  @Override
  public boolean canNameInlinedColumn(String name) {
    return name.length() <= LONGEST_NAME
        && name.chars().noneMatch(each -> each == 0 || each == '`' || isSurrogate(each))
        && !name.endsWith(" ");
  }

  private static boolean isSurrogate(int each) {
    return Character.isSurrogate((char) each);
  }

  @Override
  public Optional<String> inlinedType(DataType type) {
    return type.accept(MySqlInlined.TYPE);
  }

  @Override
  public BoundValue inlined(DataType type, Object value) {
    return MySqlInlined.bound(type, value);
  }

  @Override
  public boolean holds(String columnType, DataType type) {
    return true; // all nested types are text
  }

  @Override
  public String inlinedExpression(String column, DataType type) {
    return MySqlInlined.expression(column, type);
  }

  @Override
  public @Nullable Object inlinedValue(ResultSet row, int column, DataType type)
      throws SQLException {
    if (type == PrimitiveType.BLOB) {
      return row.getBytes(column);
    }
    String text = row.getString(column);
    return text == null ? null : MySqlInlined.value(text, type);
  }

  @Override
  public SqlFailure classify(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case 1062, 1050 -> SqlFailure.DUPLICATE_KEY; // a table's name is such a key too
      case 1213, 1020, 1412 -> SqlFailure.SERIALIZATION; // deadlock, changed row, changed table
      case 1205, 3572, 1040, 1203, 1226 -> SqlFailure.BUSY; // a lock, or too many connections
      case 1146 -> SqlFailure.MISSING_TABLE;
      case 1049 -> SqlFailure.NO_DATABASE;
      case 1044, 1045, 1142, 1143, 1227, 1290, 1698, 1792, 1836 -> SqlFailure.ACCESS_DENIED;
      case 1053, 1927, 2006, 2013 -> SqlFailure.CONNECTION_LOST;
      default -> byState(failure);
    };
  }

  private static SqlFailure byState(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    if (state.startsWith("08")) {
      return Sql.withoutConnection(failure);
    }
    return state.startsWith("28") ? SqlFailure.ACCESS_DENIED : SqlFailure.OTHER;
  }
}
