package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.init.SnapshotFacts;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Jdbc.TableColumn;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedRowSet;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.type.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ducklake_inlined_data_tables} and of the tables that it names. */
public final class InlinedRows {
  private static final String REGISTERED =
      """
      SELECT i.table_name, i.schema_version
      FROM ducklake_inlined_data_tables i
      WHERE i.table_id = ?
      """;
  private static final String COUNT = "SELECT COUNT(*) AS visible_rows FROM %s t WHERE %s";
  private static final String PAGE =
      """
      SELECT t.%1$s AS inlined_row_id, t.%2$s AS inlined_begin, t.%7$s AS inlined_end%3$s
      FROM %4$s t
      WHERE %5$s AND (t.%1$s > ? OR (t.%1$s = ? AND t.%2$s > ?))
      ORDER BY t.%1$s, t.%2$s
      LIMIT %6$d
      """;

  private final Jdbc jdbc;
  private final CatalogLayout layout;
  private final InlinedSchemas schemas;
  private final SnapshotFacts facts;

  /** The first three columns of an inlined table, and the names of the others. */
  private record Shape(String rowId, String begin, String end, List<TableColumn> columns) {
    private static final int SYSTEM_COLUMNS = 3;
    private static final String PREFIX = "_ducklake_";

    static Shape of(String table, List<TableColumn> columns) {
      List<String> all = columns.stream().map(TableColumn::name).toList();
      String prefix = !all.isEmpty() && all.get(0).startsWith(PREFIX) ? PREFIX : "";
      Shape shape =
          new Shape(
              prefix + "row_id",
              prefix + "begin_snapshot",
              prefix + "end_snapshot",
              all.size() < SYSTEM_COLUMNS
                  ? List.of()
                  : columns.subList(SYSTEM_COLUMNS, all.size()));
      if (all.size() < SYSTEM_COLUMNS
          || !all.subList(0, SYSTEM_COLUMNS).equals(List.of(shape.rowId, shape.begin, shape.end))) {
        throw new CorruptLakeException(
            "The inlined table %s does not begin with row id, begin and end snapshot: %s"
                .formatted(table, all));
      }
      return shape;
    }

    /** Binds two snapshot ids, those of {@link #bounds}. */
    String condition(InlinedRowSet rows) {
      if (rows instanceof InlinedRowSet.VisibleAt) {
        return "t.%1$s <= ? AND (t.%2$s IS NULL OR t.%2$s > ?)".formatted(begin, end);
      }
      // What one commit wrote and deleted was never seen.
      return rows instanceof InlinedRowSet.BegunIn
          ? "t.%1$s >= ? AND t.%1$s <= ? AND (t.%2$s IS NULL OR t.%2$s <> t.%1$s)"
              .formatted(begin, end)
          : "t.%2$s >= ? AND t.%2$s <= ? AND t.%2$s <> t.%1$s".formatted(begin, end);
    }

    static long[] bounds(InlinedRowSet rows) {
      if (rows instanceof InlinedRowSet.VisibleAt at) {
        return new long[] {at.snapshot().value(), at.snapshot().value()};
      }
      if (rows instanceof InlinedRowSet.BegunIn in) {
        return new long[] {in.from().value(), in.to().value()};
      }
      InlinedRowSet.EndedIn in = (InlinedRowSet.EndedIn) rows;
      return new long[] {in.from().value(), in.to().value()};
    }
  }

  public InlinedRows(Jdbc jdbc, CatalogLayout layout, ColumnRows columns, SnapshotFacts facts) {
    this.jdbc = jdbc;
    this.facts = facts;
    this.layout = layout;
    this.schemas = new InlinedSchemas(jdbc, layout, columns);
  }

  /** Which of the inlined tables are asked for. */
  public enum Wanted {
    ALL,
    /** Only of these the columns are looked up, which takes several queries. */
    WITH_ROWS
  }

  /** The inlined tables of a table, each with the number of its rows that are in a set. */
  public List<InlinedTable> tables(TableId table, InlinedRowSet rows, Wanted wanted) {
    long[] bounds = Shape.bounds(rows);
    record Registered(String name, long schemaVersion) {}
    if (!layout.has("ducklake_inlined_data_tables")
        || jdbc.isKnownEmpty("ducklake_inlined_data_tables")) {
      return List.of();
    }
    if (!layout.has("ducklake_inlined_data_tables", "schema_version")) {
      throw new UnsupportedFeatureException(
          "inlined data of the first 0.1 catalogs",
          "ducklake_inlined_data_tables has no column schema_version. Migrate the catalog with"
              + " DuckDB's ducklake extension.");
    }
    List<Registered> entries =
        jdbc.query(
            REGISTERED,
            row -> new Registered(row.text("table_name"), row.number("schema_version")),
            table.value());
    entries.sort(Comparator.comparing(Registered::schemaVersion).thenComparing(Registered::name));
    List<InlinedTable> tables = new ArrayList<>();
    for (Registered entry : entries) {
      boolean empty = jdbc.mostRows(entry.name()).orElse(1) == 0;
      if (empty && wanted == Wanted.WITH_ROWS) {
        continue;
      }
      Shape shape = shape(entry.name(), rows.newest());
      long visibleRows =
          empty
              ? 0
              : jdbc.first(
                      COUNT.formatted(quote(entry.name()), shape.condition(rows)),
                      row -> row.number("visible_rows"),
                      bounds[0],
                      bounds[1])
                  .orElse(0L);
      if (visibleRows == 0 && wanted == Wanted.WITH_ROWS) {
        continue;
      }
      List<Field> fields =
          facts.of(
              rows.newest(),
              new SnapshotFacts.Key<>("fields", entry),
              () -> schemas.fields(table, entry.schemaVersion(), entry.name(), shape.columns()));
      tables.add(new InlinedTable(entry.name(), entry.schemaVersion(), fields, visibleRows));
    }
    return tables;
  }

  /** The next rows after {@code after} in the order of row id and snapshot. */
  public List<InlinedRow> page(
      InlinedTable table,
      InlinedRowSet set,
      List<Field> wanted,
      @Nullable InlinedRow after,
      int limit) {
    Shape shape = shape(table.tableName(), set.newest());
    StringBuilder selected = new StringBuilder();
    for (int i = 0; i < wanted.size(); i++) {
      selected
          .append(", ")
          .append(
              jdbc.dialect()
                  .inlinedExpression(
                      "t." + column(table, shape, wanted.get(i)), wanted.get(i).type()))
          .append(" AS v")
          .append(i);
    }
    // One row more, to see that no key is on both sides of the page's end.
    String sql =
        PAGE.formatted(
            shape.rowId(),
            shape.begin(),
            selected,
            quote(table.tableName()),
            shape.condition(set),
            limit + 1L,
            shape.end());
    long[] bounds = Shape.bounds(set);
    long afterRow = after == null ? Long.MIN_VALUE : after.rowId();
    long afterBegin = after == null ? Long.MIN_VALUE : after.begin().value();
    List<InlinedRow> rows =
        jdbc.query(
            sql, row -> map(row, wanted), bounds[0], bounds[1], afterRow, afterRow, afterBegin);
    if (rows.size() <= limit) {
      return rows;
    }
    InlinedRow last = rows.get(limit - 1);
    InlinedRow next = rows.get(limit);
    if (last.rowId() == next.rowId() && last.begin().equals(next.begin())) {
      throw new CorruptLakeException(
          "The inlined table %s has row %d of snapshot %s twice."
              .formatted(table.tableName(), last.rowId(), last.begin()));
    }
    return rows.subList(0, limit);
  }

  private static InlinedRow map(Row row, List<Field> wanted) {
    List<@Nullable Object> values = new ArrayList<>(wanted.size());
    for (int i = 0; i < wanted.size(); i++) {
      values.add(row.inlined(i + 4, wanted.get(i).type())); // behind row id, begin, end
    }
    return new InlinedRow(
        row.number("inlined_row_id"),
        new SnapshotId(row.number("inlined_begin")),
        DataFileRows.snapshotOrNull(row, "inlined_end"),
        Collections.unmodifiableList(values));
  }

  private String column(InlinedTable table, Shape shape, Field wanted) {
    for (int i = 0; i < table.fields().size(); i++) {
      if (table.fields().get(i).id().equals(wanted.id())) {
        return quote(shape.columns().get(i).name());
      }
    }
    throw new IllegalArgumentException(
        "The inlined table " + table.tableName() + " has no column " + wanted.name());
  }

  private Shape shape(String table, SnapshotId snapshot) {
    return facts.of(
        snapshot,
        new SnapshotFacts.Key<>("inlined rows", table),
        () -> {
          List<TableColumn> columns = jdbc.columns(table).get(table.toLowerCase(Locale.ROOT));
          if (columns == null) {
            throw new CorruptLakeException(
                "ducklake_inlined_data_tables names %s, but there is no such table."
                    .formatted(table));
          }
          return Shape.of(table, columns);
        });
  }

  private String quote(String name) {
    return jdbc.dialect().quote(name);
  }
}
