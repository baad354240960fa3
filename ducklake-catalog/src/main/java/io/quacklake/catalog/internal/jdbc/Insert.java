package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.dialect.BoundValue;
import io.quacklake.catalog.dialect.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** New rows of one table, sent many at a time. */
public final class Insert {
  private static final int MOST_ROWS = 250;

  /** From here on it pays to ask the database for its own way. */
  private static final int MANY_ROWS = 8;

  private final String table;
  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  private Insert(String table, List<String> columns) {
    this.table = table;
    this.columns = columns;
  }

  public static Insert into(String table, String... columns) {
    return new Insert(table, List.of(columns));
  }

  public static Insert into(String table, List<String> columns) {
    return new Insert(table, List.copyOf(columns));
  }

  /**
   * Adds a row.
   *
   * @param values one for each column: what the driver takes as it is, or {@link BoundValue}s
   */
  public Insert row(@Nullable Object... values) {
    return row(Arrays.asList(values));
  }

  /** The same. */
  public Insert row(List<? extends @Nullable Object> values) {
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(
          "A row of " + table + " has " + columns.size() + " columns, got " + values.size());
    }
    rows.add(new ArrayList<>(values));
    return this;
  }

  /** Sends the rows; without rows nothing. */
  public void send(Jdbc jdbc) {
    boolean plain =
        rows.size() >= MANY_ROWS
            && rows.stream().allMatch(row -> row.stream().allMatch(Insert::isPlain));
    if (plain && jdbc.insertMany(table, columns, rows)) {
      return;
    }
    sendStatements(jdbc);
  }

  private static boolean isPlain(@Nullable Object value) {
    return value == null
        || value instanceof Long
        || value instanceof String
        || value instanceof Boolean;
  }

  private void sendStatements(Jdbc jdbc) {
    Dialect dialect = jdbc.dialect();
    String head =
        columns.stream()
            .map(dialect::quote)
            .collect(
                Collectors.joining(
                    ", ", "INSERT INTO " + dialect.quote(table) + " (", ") VALUES "));
    StringBuilder sql = new StringBuilder(head);
    List<@Nullable Object> binds = new ArrayList<>();
    int pending = 0;
    long bytes = 0;
    for (List<@Nullable Object> row : rows) {
      int bindsOfRow = row.stream().mapToInt(Insert::binds).sum();
      long bytesOfRow = row.stream().mapToLong(Insert::bytes).sum();
      if (pending > 0
          && (pending == MOST_ROWS
              || binds.size() + bindsOfRow > dialect.mostBinds()
              || bytes + bytesOfRow > dialect.mostBytes())) {
        jdbc.update(sql.toString(), binds);
        sql.setLength(head.length());
        binds.clear();
        pending = 0;
        bytes = 0;
      }
      bytes += bytesOfRow;
      sql.append(pending == 0 ? "(" : ", (");
      for (int i = 0; i < row.size(); i++) {
        sql.append(i == 0 ? "" : ", ");
        if (row.get(i) instanceof BoundValue value) {
          sql.append(value.expression());
          binds.addAll(value.binds());
        } else {
          sql.append('?');
          binds.add(row.get(i));
        }
      }
      sql.append(')');
      pending++;
    }
    if (pending > 0) {
      jdbc.update(sql.toString(), binds);
    }
  }

  /** Roughly what the value takes in a statement. */
  private static long bytes(@Nullable Object value) {
    if (value instanceof BoundValue bound) {
      return bound.binds().stream().mapToLong(Insert::bytes).sum();
    }
    if (value instanceof byte[] blob) {
      return blob.length;
    }
    return value instanceof String text ? text.length() : Long.BYTES;
  }

  private static int binds(@Nullable Object value) {
    return value instanceof BoundValue bound ? bound.binds().size() : 1;
  }
}
