package io.quacklake.catalog.dialect;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.format.type.DataType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog has to know of a database. Implementations are found by {@link
 * java.util.ServiceLoader}.
 */
public interface Dialect {
  /**
   * How to connect.
   *
   * @param driver the class of the JDBC driver
   * @param hint what to put on the class path if the driver is missing
   */
  record Endpoint(String jdbcUrl, String driver, Map<String, String> properties, String hint) {
    public Endpoint {
      properties = Map.copyOf(properties);
    }
  }

  /** Whether connections of that URL are to a database of this kind. */
  boolean accepts(String jdbcUrl);

  /** Whether catalogs of that kind are in a database of this kind. */
  boolean accepts(CatalogUri.Kind kind);

  /** How to connect to the catalog at that address. */
  Endpoint endpoint(CatalogUri address, Access access);

  /**
   * How to connect to a new, empty database in a file that is not there yet.
   *
   * @throws IllegalArgumentException if a database of this kind is not made by connecting to it
   */
  Endpoint creation(Path file);

  /**
   * Whether a process has a database either open for reading or open for writing, and excludes
   * other processes while it writes; so all its catalogs have to share what is open.
   */
  boolean isExclusive();

  /** How to connect to an instance of such a database in which no file is open. */
  default Endpoint instance() {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens a file in an instance.
   *
   * @param name a name for it there, which needs no quotes
   */
  default void attach(Connection instance, Path file, String name, Access access)
      throws SQLException {
    throw new UnsupportedOperationException();
  }

  /** Closes a file in an instance. */
  default void detach(Connection instance, String name) throws SQLException {
    throw new UnsupportedOperationException();
  }

  /** Another connection to an instance; names are those in that file. */
  default Connection connect(Connection instance, String name) throws SQLException {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether a statement that makes or drops a table commits the transaction that it is in, so that
   * such statements need a connection of their own.
   */
  default boolean definesBesideTransactions() {
    return false;
  }

  /** How many connections make sense at the same time. */
  int connections();

  /**
   * Whether nobody can change the database while a connection with that access is open, so that
   * what was read through it once holds as long as it is open.
   */
  default boolean excludesWriters(Access access) {
    return false;
  }

  /** Looks at a connection that is new in a pool of ours, before its first transaction. */
  default void connected(Connection driver) throws SQLException {}

  String quote(String identifier);

  /**
   * The statement after which names without a schema are in that schema, for the rest of the
   * transaction at least.
   */
  String useSchema(String schema);

  /** The statement that makes a schema if there is none of that name. */
  default String createSchema(String schema) {
    return "CREATE SCHEMA IF NOT EXISTS " + quote(schema);
  }

  /**
   * The schema of catalogs that are not said to be in another one; null for whatever a connection
   * takes by itself.
   */
  default @Nullable String defaultSchema() {
    return null;
  }

  /**
   * Begins a transaction that sees one state of the database and writes nothing.
   *
   * @param useSchema what {@link #useSchema} says of the schema to use, if one is to be used
   */
  void beginRead(Connection connection, @Nullable String useSchema) throws SQLException;

  /**
   * Begins a transaction that writes and sees one state of the database but for what it writes.
   * Where the database can, other writers wait from here on until it ends.
   *
   * @param useSchema what {@link #useSchema} says of the schema to use, if one is to be used
   */
  void beginWrite(Connection connection, @Nullable String useSchema) throws SQLException;

  /** Prepares a connection on which tables are made beside a transaction. */
  default void beginDefinitions(Connection connection) throws SQLException {}

  /**
   * Makes other writers that call this wait until the transaction ends, unless {@link #beginWrite}
   * did. Comes before the transaction's first statement, and so sees what those wrote that it
   * waited for.
   */
  default void lock(Connection connection, String table) throws SQLException {}

  /** Ends what {@link #beginWrite} began and keeps it. */
  default void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  /** Ends what {@link #beginWrite} began and forgets it. */
  default void rollback(Connection connection) throws SQLException {
    connection.rollback();
  }

  /**
   * The query for the columns of {@code tables} tables, whose names are bound in lower case. It
   * gives {@code table_name}, {@code column_name} and {@code column_type}, in the order of the
   * columns.
   */
  String columnListing(int tables);

  /**
   * The query for all tables, {@code table_name}, and how many rows each has at most, {@code
   * most_rows}; null where to ask a table for its rows costs no more.
   */
  default @Nullable String tableSizes() {
    return null;
  }

  /** An expression for a TIMESTAMPTZ column of a catalog table, to be read by {@link #instant}. */
  String instantExpression(String column);

  /** Reads what {@link #instantExpression} selects. */
  @Nullable Instant instant(ResultSet row, String label) throws SQLException;

  /** What a column of a catalog table is declared as. */
  String columnType(CatalogType type);

  /**
   * What follows the name in the statement that makes a table.
   *
   * @param columns each with its name, quoted where need be, and its type
   */
  default String tableBody(String table, List<String> columns) {
    return "(" + String.join(", ", columns) + ")";
  }

  /** A UUID for a column of a catalog table. */
  BoundValue uuid(String text);

  /** The present time for a TIMESTAMPTZ column of a catalog table. */
  BoundValue now();

  /**
   * That moment for a TIMESTAMPTZ column of a catalog table, where this process's clock is that of
   * the database; null where the database has a clock of its own, which {@link #now} reads.
   *
   * @param time in whole microseconds
   */
  default @Nullable BoundValue time(Instant time) {
    return null;
  }

  /** Whether the text columns of catalog tables can hold the character NUL. */
  default boolean canHoldNul() {
    return true;
  }

  /**
   * Whether to prepare a statement and to run it costs about twice as much as to run it with its
   * values in its text.
   */
  default boolean preparesSlowly() {
    return false;
  }

  /** A failure that does not cite the statement, in which there may be keys. */
  default SQLException withoutStatement(SQLException failure) {
    return failure;
  }

  /** How many values a statement may bind. */
  int mostBinds();

  /** How many bytes the values of a statement may have, roughly. */
  default long mostBytes() {
    return Long.MAX_VALUE;
  }

  /** How many columns of a lake's table an inlined table can have. */
  default int mostInlinedColumns() {
    return Integer.MAX_VALUE;
  }

  /** Whether the database has a faster way for many rows than INSERT: {@link #insertMany}. */
  default boolean canInsertMany() {
    return false;
  }

  /**
   * Inserts rows within the connection's transaction.
   *
   * @param rows Long, String, Boolean or null for each of the table's columns, in their order
   */
  default void insertMany(Connection connection, String table, List<List<@Nullable Object>> rows)
      throws SQLException {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether a column of that name can be in an inlined table, as far as the database's own rules
   * for names go.
   */
  boolean canNameInlinedColumn(String name);

  /** What an inlined column is declared as; empty if such values cannot be inlined here. */
  Optional<String> inlinedType(DataType type);

  /**
   * A value for a column of {@link #inlinedType}.
   *
   * @param value in the Java form of the type
   */
  BoundValue inlined(DataType type, Object value);

  /**
   * Whether an inlined column of the declared type can hold values of {@code type}, as far as the
   * database tells the shapes of nested types apart.
   */
  boolean holds(String columnType, DataType type);

  /** An expression for an inlined column, to be read exactly by {@link #inlinedValue}. */
  String inlinedExpression(String column, DataType type);

  /** Reads what {@link #inlinedExpression} selects, in the Java form of the type. */
  @Nullable Object inlinedValue(ResultSet row, int column, DataType type) throws SQLException;

  /** What kind of failure it was. */
  SqlFailure classify(SQLException failure);
}
