package io.quacklake.catalog.dialect;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.format.type.DataType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
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

  /** How many connections make sense at the same time. */
  int connections();

  /**
   * Whether nobody can change the database while a connection with that access is open, so that
   * what was read through it once holds as long as it is open.
   */
  default boolean excludesWriters(Access access) {
    return false;
  }

  String quote(String identifier);

  /** The statement after which names without a schema are in that schema. */
  String useSchema(String schema);

  /** Begins a transaction that sees one state of the database and writes nothing. */
  void beginRead(Connection connection) throws SQLException;

  /**
   * The query for the columns of {@code tables} tables, whose names are bound in lower case. It
   * gives {@code table_name}, {@code column_name} and {@code column_type}, in the order of the
   * columns.
   */
  String columnListing(int tables);

  /** An expression for a TIMESTAMPTZ column of a catalog table, to be read by {@link #instant}. */
  String instantExpression(String column);

  /** Reads what {@link #instantExpression} selects. */
  @Nullable Instant instant(ResultSet row, String label) throws SQLException;

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
