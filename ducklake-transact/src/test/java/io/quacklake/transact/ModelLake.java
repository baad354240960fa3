package io.quacklake.transact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a lake should hold: plain lists of rows, now and at each snapshot. */
final class ModelLake {
  /** A row: values by the number of their column. Never changed once it is in a table. */
  record Row(Map<Integer, @Nullable Object> values) {
    Row {
      values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    @Nullable Object get(Column column) {
      return values.get(column.number());
    }

    long id() {
      return (Long) values.get(ID.number());
    }

    Row with(Column column, @Nullable Object value) {
      Map<Integer, @Nullable Object> changed = new HashMap<>(values);
      changed.put(column.number(), value);
      return new Row(changed);
    }
  }

  record Column(int number, String name, ModelType type, @Nullable Object defaultValue) {}

  /** Every table's first column, which tells its rows apart and never changes. */
  static final Column ID = new Column(0, "id", ModelType.BIGINT, null);

  /** A table, by a number that it keeps when it is renamed. */
  static final class Table {
    final int number;
    String name;
    List<Column> columns;
    List<Row> rows;

    /** Columns that keys are made of, which cannot be dropped. */
    List<Integer> partitionColumns = List.of();

    List<Integer> sortColumns = List.of();

    Table(int number, String name, List<Column> columns, List<Row> rows) {
      this.number = number;
      this.name = name;
      this.columns = columns;
      this.rows = rows;
    }

    Table copy() {
      Table copy = new Table(number, name, List.copyOf(columns), List.copyOf(rows));
      copy.partitionColumns = partitionColumns;
      copy.sortColumns = sortColumns;
      return copy;
    }

    @Nullable Column integers() {
      return columns.stream()
          .filter(column -> column.type().isInteger() && column.number() != ID.number())
          .findFirst()
          .orElse(null);
    }

    boolean isKey(Column column) {
      return partitionColumns.contains(column.number()) || sortColumns.contains(column.number());
    }

    /** The values of a row in the order of the columns. */
    List<@Nullable Object> values(Row row) {
      List<@Nullable Object> values = new ArrayList<>();
      columns.forEach(column -> values.add(row.get(column)));
      return values;
    }
  }

  final List<Table> tables = new ArrayList<>();
  final NavigableMap<Long, List<Table>> history = new TreeMap<>();
  private int numbers = 1;
  private long nextId = 1;

  int newNumber() {
    return numbers++;
  }

  ModelLake copy() {
    ModelLake copy = new ModelLake();
    tables.forEach(table -> copy.tables.add(mutable(table)));
    copy.history.putAll(history);
    copy.numbers = numbers;
    copy.nextId = nextId;
    return copy;
  }

  private static Table mutable(Table table) {
    Table copy = table.copy();
    copy.columns = new ArrayList<>(copy.columns);
    copy.rows = new ArrayList<>(copy.rows);
    return copy;
  }

  void remember(long snapshot) {
    history.put(snapshot, tables.stream().map(Table::copy).toList());
  }

  /** Rows with ids that were never used. */
  List<Row> newRows(Table table, int count, int seed) {
    Random chance = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(table, nextId++, chance));
    }
    return rows;
  }

  /** A row with that id and other values by chance. */
  static Row row(Table table, long id, Random chance) {
    Map<Integer, @Nullable Object> values = new HashMap<>();
    for (Column column : table.columns) {
      values.put(column.number(), column.type().value(chance.nextInt(10_000)));
    }
    values.put(ID.number(), id);
    return new Row(values);
  }
}
