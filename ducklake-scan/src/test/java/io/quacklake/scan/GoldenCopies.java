package io.quacklake.scan;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quacklake.catalog.Catalog;
import io.quacklake.catalog.CatalogConfig;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.NewLake;
import io.quacklake.catalog.SnapshotReader;
import io.quacklake.catalog.dialect.BoundValue;
import io.quacklake.catalog.dialect.CatalogType;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.dialect.Dialects;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedRowSet;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.type.Field;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.MariaDbServer;
import io.quacklake.golden.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Golden lakes in every database: in PostgreSQL the dump of the reference's own catalog where there
 * is one, else a copy of the DuckDB catalog, its tables and values in the types that a lake of ours
 * has there. Tests on a server are skipped where its programs are missing. {@code
 * QUACKLAKE_GOLDEN_ON_SERVERS=all} is for all lakes that a server can hold.
 */
final class GoldenCopies {
  private static final String INLINED_DATA = "ducklake_inlined_data_";
  private static final String REGISTERED = "ducklake_inlined_data_tables";
  private static final int PAGE = 1000;

  /** Every type and feature. */
  private static final Set<String> ON_SERVERS =
      Set.of(
          "add_files",
          "deletes_puffin",
          "deletes_updates",
          "encrypted",
          "inlined_data",
          "inlined_deletes",
          "many_files",
          "merged_files",
          "odd_names",
          "partitioned",
          "schema_evolution",
          "schema_evolution_inlined",
          "types_nested",
          "types_nested_inlined",
          "types_scalar",
          "types_scalar_inlined",
          "v11_inlined_names",
          "v11_types_scalar_inlined",
          "views_macros");

  private static final boolean ALL_ON_SERVERS =
      "all".equals(System.getenv("QUACKLAKE_GOLDEN_ON_SERVERS"));

  /** They have rows with VARIANT in the catalog, or none of types that servers have. */
  private static final Set<String> NOT_INLINED_ON_SERVERS =
      Set.of("v11_storage_2_0_types", "v11_variant_inlined");

  private static final Set<String> DONE = ConcurrentHashMap.newKeySet();

  private GoldenCopies() {}

  /** The databases in which a lake is read: on servers some of the lakes, or all if so told. */
  static List<Backend> of(GoldenLake lake) {
    return Stream.of(Backend.values())
        .filter(
            backend ->
                isServer(backend)
                    ? (ALL_ON_SERVERS || ON_SERVERS.contains(lake.name())) && has(lake, backend)
                    : lake.has(backend))
        .toList();
  }

  private static boolean has(GoldenLake lake, Backend server) {
    return lake.has(server)
        || lake.has(Backend.DUCKDB)
            && FormatVersion.of(lake.version()).orElseThrow().isAtLeast(FormatVersion.V1_0)
            && !NOT_INLINED_ON_SERVERS.contains(lake.name());
  }

  private static boolean isServer(Backend backend) {
    return backend == Backend.POSTGRES || backend == Backend.MARIADB;
  }

  static LakehouseSession open(GoldenLake lake, Backend backend) {
    return LakehouseSession.open(config(lake, backend));
  }

  static LakehouseConfig config(GoldenLake lake, Backend backend) {
    Backend files = lake.has(backend) ? backend : Backend.DUCKDB;
    String address = isServer(backend) ? address(lake, backend) : lake.address(backend);
    return LakehouseConfig.of(address).withDataPath(lake.dataPath(files));
  }

  private static String address(GoldenLake lake, Backend backend) {
    String database = "golden_" + lake.name();
    boolean isNew = DONE.add(backend + database);
    if (backend == Backend.POSTGRES) {
      Optional<PostgresServer> found = PostgresServer.shared();
      assumeTrue(found.isPresent(), PostgresServer.MISSING);
      PostgresServer server = found.orElseThrow();
      if (isNew && lake.has(backend)) {
        server.restore(database, lake.catalog(backend).file());
      } else if (isNew) {
        server.create(database);
        copy(lake, server.address(database), server.jdbcUrl(database));
      }
      return server.address(database);
    }
    Optional<MariaDbServer> found = MariaDbServer.shared();
    assumeTrue(found.isPresent(), MariaDbServer.MISSING);
    MariaDbServer server = found.orElseThrow();
    if (isNew) {
      server.create(database);
      copy(lake, server.address(database), server.jdbcUrl(database));
    }
    return server.address(database);
  }

  private static void copy(GoldenLake lake, String address, String jdbcUrl) {
    CatalogUri to = CatalogUri.parse(address);
    FormatVersion version = FormatVersion.of(lake.version()).orElseThrow();
    Catalog.create(CatalogConfig.of(to), NewLake.at("files/").withVersion(version)).close();
    try (Connection target = DriverManager.getConnection(jdbcUrl)) {
      target.setAutoCommit(false);
      Rows rows = new Rows(target, Dialects.of(to.kind()));
      Map<String, List<String>> inlined;
      try (Connection source = source(lake)) {
        inlined = new Copy(source, rows).all();
      }
      CatalogUri from = CatalogUri.parse(lake.address(Backend.DUCKDB));
      try (Catalog catalog = Catalog.open(CatalogConfig.of(from))) {
        catalog.read(
            reader -> {
              new InlinedCopy(reader, rows).all(inlined);
              return null;
            });
      }
      // As they are, they lie below the working directory of whoever reads.
      rows.execute(
          "UPDATE ducklake_data_file SET path = CONCAT('%s/', path) WHERE NOT path_is_relative"
              .formatted(lake.directory()));
      target.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot copy " + lake, e);
    }
  }

  private static Connection source(GoldenLake lake) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("duckdb.read_only", "true");
    return DriverManager.getConnection(
        "jdbc:duckdb:" + lake.catalog(Backend.DUCKDB).file(), properties);
  }

  /** The tables whose columns are of the catalog's own types. */
  private record Copy(Connection source, Rows target) {
    /** Returns the others: their system columns, by table id and name. */
    Map<String, List<String>> all() throws SQLException {
      for (String table : texts("SELECT table_name FROM duckdb_tables()")) {
        if (table.startsWith("ducklake_inlined_delete_")) {
          target.create(table, target.bigints(List.of("file_id", "row_id", "begin_snapshot")));
          rows(table);
        } else if (!table.startsWith(INLINED_DATA) || table.equals(REGISTERED)) {
          target.execute("DELETE FROM " + table);
          rows(table);
        }
      }
      Map<String, List<String>> inlined = new TreeMap<>();
      for (String table : texts("SELECT table_name FROM " + REGISTERED)) {
        inlined.put(
            table,
            texts(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = '"
                    + table
                    + "' ORDER BY column_index LIMIT 3"));
      }
      return inlined;
    }

    private List<String> texts(String sql) throws SQLException {
      List<String> found = new ArrayList<>();
      try (Statement statement = source.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }

    private void rows(String table) throws SQLException {
      try (Statement statement = source.createStatement();
          ResultSet rows = statement.executeQuery("FROM " + table)) {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          names.add(columns.getColumnName(i));
        }
        while (rows.next()) {
          List<@Nullable BoundValue> values = new ArrayList<>();
          for (int i = 1; i <= names.size(); i++) {
            Object value = rows.getObject(i);
            values.add(value == null ? null : bound(value));
          }
          target.insert(table, names, values);
        }
      }
    }

    private BoundValue bound(Object value) {
      if (value instanceof UUID uuid) {
        return target.dialect().uuid(uuid.toString());
      }
      return BoundValue.of(value instanceof OffsetDateTime time ? target.time(time) : value);
    }
  }

  /** The tables of inlined rows, as our own reader reads them from the DuckDB catalog. */
  private record InlinedCopy(SnapshotReader reader, Rows target) {
    void all(Map<String, List<String>> systemColumns) {
      InlinedRowSet all = new InlinedRowSet.BegunIn(new SnapshotId(0), reader.latest().id());
      List<Long> ids =
          systemColumns.keySet().stream()
              .map(name -> Long.valueOf(name.substring(INLINED_DATA.length()).split("_", 2)[0]))
              .distinct()
              .toList();
      for (Long id : ids) {
        for (InlinedTable each : reader.inlinedTables(new TableId(id), all)) {
          try {
            rows(each, all, systemColumns.get(each.tableName()));
          } catch (SQLException e) {
            throw new IllegalStateException("Cannot copy " + each, e);
          }
        }
      }
    }

    private void rows(InlinedTable table, InlinedRowSet all, List<String> systemColumns)
        throws SQLException {
      List<String> names = new ArrayList<>(systemColumns);
      List<String> columns = new ArrayList<>(target.bigints(systemColumns));
      for (Field field : table.fields()) {
        names.add(field.name());
        columns.add(
            target.dialect().quote(field.name())
                + " "
                + target.dialect().inlinedType(field.type()).orElseThrow());
      }
      target.create(table.tableName(), columns);
      @Nullable InlinedRow last = null;
      List<InlinedRow> page;
      do {
        page = reader.inlinedRows(table, all, table.fields(), last, PAGE);
        for (InlinedRow row : page) {
          List<@Nullable BoundValue> values = new ArrayList<>();
          values.add(BoundValue.of(row.rowId()));
          values.add(BoundValue.of(row.begin().value()));
          values.add(row.end() == null ? null : BoundValue.of(row.end().value()));
          for (int i = 0; i < table.fields().size(); i++) {
            Object value = row.values().get(i);
            values.add(
                value == null
                    ? null
                    : target.dialect().inlined(table.fields().get(i).type(), value));
          }
          target.insert(table.tableName(), names, values);
          last = row;
        }
      } while (page.size() == PAGE);
    }
  }

  /** The catalog that is filled. */
  private record Rows(Connection connection, Dialect dialect) {
    void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    void create(String table, List<String> columns) throws SQLException {
      execute("CREATE TABLE " + table + dialect.tableBody(table, columns));
    }

    List<String> bigints(List<String> names) {
      return names.stream()
          .map(name -> name + " " + dialect.columnType(CatalogType.BIGINT))
          .toList();
    }

    /** MariaDB's driver would take it to the zone of this machine. */
    Object time(OffsetDateTime time) {
      OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
      return dialect.definesBesideTransactions()
          ? utc.toLocalDateTime().toString().replace('T', ' ')
          : utc;
    }

    void insert(String table, List<String> names, List<? extends @Nullable BoundValue> values)
        throws SQLException {
      List<String> expressions = new ArrayList<>();
      List<Object> binds = new ArrayList<>();
      for (BoundValue value : values) {
        expressions.add(value == null ? "NULL" : value.expression());
        if (value != null) {
          binds.addAll(value.binds());
        }
      }
      String sql =
          "INSERT INTO %s (%s) VALUES (%s)"
              .formatted(
                  table,
                  names.stream().map(dialect::quote).collect(Collectors.joining(", ")),
                  String.join(", ", expressions));
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < binds.size(); i++) {
          statement.setObject(i + 1, binds.get(i));
        }
        statement.executeUpdate();
      }
    }
  }
}
