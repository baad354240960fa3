package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.dialect.Dialect;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Statements of one transaction. */
public final class Jdbc {
  private static final Logger LOG = LoggerFactory.getLogger(Jdbc.class);
  private static final int FETCH_SIZE = 10_000;
  private static final int TAIL = 8;

  /** A column as the database declares it. */
  public record TableColumn(String name, String type) {}

  private final Statements statements;
  private final Dialect dialect;
  private final SqlErrors errors;
  private final @Nullable String schema;
  private final @Nullable TablesBeside beside;
  private boolean ended;

  /**
   * @param beside makes and drops the tables that the transaction cannot itself; null if it only
   *     reads
   */
  Jdbc(
      Statements statements,
      Dialect dialect,
      SqlErrors errors,
      @Nullable String schema,
      @Nullable TablesBeside beside) {
    this.statements = statements;
    this.dialect = dialect;
    this.errors = errors;
    this.schema = schema;
    this.beside = beside;
  }

  public Dialect dialect() {
    return dialect;
  }

  /**
   * The answer to a question, which is not asked again while nobody can write the database.
   *
   * @param question names it; what it asks for depends on nothing but the catalog
   */
  public <T> T unlessWritten(Object question, Supplier<T> ask) {
    Answers answers = statements.answers();
    return answers == null ? ask.get() : answers.to(question, ask);
  }

  /**
   * How many rows a table has at most; empty if there is no such table, or if that is not cheaper
   * to tell than to ask the table.
   */
  public OptionalLong mostRows(String table) {
    Map<String, Long> sizes = sizes();
    Long size = sizes == null ? null : sizes.get(table.toLowerCase(Locale.ROOT));
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /** Whether it is known that a table has no rows or is not there. */
  public boolean isKnownEmpty(String table) {
    Map<String, Long> sizes = sizes();
    return sizes != null && sizes.getOrDefault(table.toLowerCase(Locale.ROOT), 0L) == 0;
  }

  /** By the table's name in lower case; null if nothing is known. */
  private @Nullable Map<String, Long> sizes() {
    String listing = dialect.tableSizes();
    if (statements.answers() == null || listing == null) {
      return null; // it pays only if it is asked once for many tables
    }
    return unlessWritten(
        "sizes of tables",
        () -> {
          Map<String, Long> sizes = new HashMap<>();
          each(
              listing,
              row ->
                  sizes.put(
                      row.text("table_name").toLowerCase(Locale.ROOT), row.number("most_rows")));
          return sizes;
        });
  }

  public <T> List<T> query(String sql, RowMapper<T> mapper, Object... binds) {
    List<T> rows = new ArrayList<>();
    each(sql, row -> rows.add(mapper.map(row)), binds);
    return rows;
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, Object... binds) {
    List<T> rows = query(sql, mapper, binds);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  public void each(String sql, Consumer<Row> use, Object... binds) {
    if (ended) {
      throw new IllegalStateException("The catalog is read inside Catalog.read only.");
    }
    LOG.debug("{} {}", sql, binds);
    try {
      String direct = direct(sql, Arrays.asList(binds));
      if (direct != null) {
        eachDirectly(direct, sql, use);
        return;
      }
      PreparedStatement statement = statements.take(sql);
      boolean done = false;
      try {
        run(statement, sql, use, binds);
        done = true;
      } finally {
        if (!done) {
          Statements.close(statement);
        }
      }
      statements.giveBack(sql, statement);
    } catch (SQLException e) {
      throw errors.failure("A query of the catalog failed", e);
    }
  }

  /**
   * Runs a statement that writes.
   *
   * @return how many rows it changed
   */
  public int update(String sql, List<? extends @Nullable Object> binds) {
    if (ended) {
      throw new IllegalStateException("The catalog is written inside Catalog.write only.");
    }
    LOG.debug("{} ({} values)", sql, binds.size()); // keys of files are among the values
    try {
      String direct = direct(sql, binds);
      if (direct != null) {
        return updateDirectly(direct);
      }
      PreparedStatement statement = statements.take(sql);
      boolean done = false;
      int changed;
      try {
        for (int i = 0; i < binds.size(); i++) {
          statement.setObject(i + 1, binds.get(i));
        }
        changed = statement.executeUpdate();
        done = true;
      } finally {
        if (!done) {
          Statements.close(statement);
        }
      }
      statements.giveBack(sql, statement);
      return changed;
    } catch (SQLException e) {
      throw errors.failure("A change of the catalog failed", e);
    }
  }

  /** The statement with its values, if that is the cheaper way to run it; else null. */
  private @Nullable String direct(String sql, List<? extends @Nullable Object> binds) {
    return dialect.preparesSlowly() && !statements.comesOften(sql) ? Literals.in(sql, binds) : null;
  }

  private void eachDirectly(String direct, String sql, Consumer<Row> use) throws SQLException {
    try (Statement statement = statements.connection().createStatement();
        ResultSet result = statement.executeQuery(direct)) {
      each(result, sql, use);
    } catch (SQLException e) {
      throw dialect.withoutStatement(e);
    }
  }

  private int updateDirectly(String direct) throws SQLException {
    try (Statement statement = statements.connection().createStatement()) {
      return statement.executeUpdate(direct);
    } catch (SQLException e) {
      throw dialect.withoutStatement(e);
    }
  }

  /** The same with binds that are not null. */
  public int update(String sql, Object... binds) {
    return update(sql, Arrays.asList(binds));
  }

  /**
   * Inserts rows by the database's own way for many, if it has one.
   *
   * @return whether that was done; if not, nothing was
   */
  boolean insertMany(String table, List<String> columns, List<List<@Nullable Object>> rows) {
    if (!dialect.canInsertMany()) {
      return false;
    }
    List<Integer> sources = columnNames(table).stream().map(columns::indexOf).toList();
    List<List<@Nullable Object>> complete = new ArrayList<>(rows.size());
    for (List<@Nullable Object> row : rows) {
      List<@Nullable Object> values = new ArrayList<>(sources.size());
      for (int source : sources) {
        values.add(source < 0 ? null : row.get(source)); // what is not given stays NULL
      }
      complete.add(values);
    }
    LOG.debug("{} rows into {}", rows.size(), table);
    try {
      dialect.insertMany(statements.connection(), table, complete);
      return true;
    } catch (SQLException e) {
      throw errors.failure("Rows could not be added to " + table, e);
    }
  }

  /** In their order. To prepare a statement is enough, and much less than to look them up. */
  private List<String> columnNames(String table) {
    try (PreparedStatement all =
        statements.connection().prepareStatement("SELECT * FROM " + dialect.quote(table))) {
      ResultSetMetaData found = all.getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= found.getColumnCount(); i++) {
        names.add(found.getColumnName(i));
      }
      return names;
    } catch (SQLException e) {
      throw errors.failure("The columns of " + table + " cannot be read", e);
    }
  }

  /** How a statement outside of transactions names a table of the catalog. */
  public String tableName(String table) {
    return schema == null ? table : dialect.quote(schema) + "." + dialect.quote(table);
  }

  /** Makes a table. */
  public void createTable(String table, List<String> columns) {
    String definition = definition(table, columns);
    if (dialect.definesBesideTransactions()) {
      define(table, tables -> tables.make(table, definition));
    } else {
      execute("CREATE TABLE " + definition);
    }
  }

  /**
   * Makes a table that nobody knows of before this transaction is committed.
   *
   * @return its name, which has a tail where another transaction may make one of that name
   */
  public String createOwnTable(String wanted, List<String> columns) {
    String name =
        dialect.definesBesideTransactions()
            ? wanted + "_" + UUID.randomUUID().toString().substring(0, TAIL)
            : wanted;
    createTable(name, columns);
    return name;
  }

  /** Makes a table of which it does not matter who makes it. */
  public void createTableIfMissing(String table, List<String> columns) {
    String definition = definition(table, columns);
    if (!dialect.definesBesideTransactions()) {
      execute("CREATE TABLE IF NOT EXISTS " + definition);
    } else if (columns(table).isEmpty()) {
      define(table, tables -> tables.makeIfMissing(definition));
    }
  }

  /** Drops a table, if it is there, that nobody knows of once this transaction is committed. */
  public void dropTable(String table) {
    if (dialect.definesBesideTransactions()) {
      define(table, tables -> tables.dropOnceCommitted(table));
    } else {
      execute("DROP TABLE IF EXISTS " + dialect.quote(table));
    }
  }

  private String definition(String table, List<String> columns) {
    return dialect.quote(table) + dialect.tableBody(table, columns);
  }

  private interface Definition {
    void run(TablesBeside tables) throws SQLException;
  }

  private void define(String table, Definition definition) {
    if (ended || beside == null) {
      throw new IllegalStateException(
          "Tables are made and dropped inside Catalog.write only: " + table);
    }
    try {
      definition.run(beside);
    } catch (SQLException e) {
      throw errors.failure("The table " + table + " cannot be made", e);
    }
  }

  /** Runs a statement that defines something. */
  public void execute(String sql) {
    update(sql, List.of());
  }

  private void run(PreparedStatement statement, String sql, Consumer<Row> use, Object... binds)
      throws SQLException {
    statement.setFetchSize(FETCH_SIZE);
    for (int i = 0; i < binds.length; i++) {
      statement.setObject(i + 1, binds[i]);
    }
    try (ResultSet result = statement.executeQuery()) {
      each(result, sql, use);
    }
  }

  private void each(ResultSet result, String sql, Consumer<Row> use) throws SQLException {
    Row row = new Row(result, dialect, errors, sql);
    while (result.next()) {
      use.accept(row);
    }
  }

  /**
   * The columns of those of {@code tables} that exist, by the table's name in lower case; the
   * database is asked, so a table that is missing is no failure.
   */
  public Map<String, List<TableColumn>> columns(String... tables) {
    Map<String, List<TableColumn>> columns = new LinkedHashMap<>();
    Object[] names =
        Arrays.stream(tables).map(each -> each.toLowerCase(Locale.ROOT)).toArray(Object[]::new);
    each(
        dialect.columnListing(names.length),
        row ->
            columns
                .computeIfAbsent(
                    row.text("table_name").toLowerCase(Locale.ROOT), each -> new ArrayList<>())
                .add(new TableColumn(row.text("column_name"), row.text("column_type"))),
        names);
    return columns;
  }

  void end() {
    ended = true;
  }
}
