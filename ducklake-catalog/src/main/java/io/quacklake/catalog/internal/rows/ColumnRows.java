package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.internal.text.DataTypeParser;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ducklake_column}: a tree for each top-level column. */
public final class ColumnRows {
  private static final String TABLE = "ducklake_column";
  private static final String VISIBLE =
      """
      SELECT c.column_id, c.column_name, c.column_type, c.parent_column, c.nulls_allowed,
        c.initial_default, c.default_value, %s, %s
      FROM ducklake_column c
      WHERE c.table_id = ? AND %s
      ORDER BY c.column_order, c.column_id
      """;

  private static final String NEWEST =
      "SELECT COALESCE(MAX(c.column_id), 0) AS newest FROM ducklake_column c WHERE c.table_id = ?";

  private static final String CHANGES =
      """
      SELECT v.begin_snapshot AS changed FROM ducklake_schema_versions v WHERE v.table_id = ?
      UNION
      SELECT c.begin_snapshot FROM ducklake_column c WHERE c.table_id = ?
      UNION
      SELECT c.end_snapshot FROM ducklake_column c
      WHERE c.table_id = ? AND c.end_snapshot IS NOT NULL
      """;

  private record Entry(
      long id,
      @Nullable Long parent,
      String name,
      String type,
      boolean nullsAllowed,
      @Nullable String initialDefault,
      DefaultValue writeDefault) {}

  private final Jdbc jdbc;
  private final String visible;

  public ColumnRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.visible =
        VISIBLE.formatted(
            layout.columnOrNull(TABLE, "c", "default_value_type"),
            layout.columnOrNull(TABLE, "c", "default_value_dialect"),
            Visible.at("c"));
  }

  /** The top-level columns of a table at a snapshot, in their order. */
  public List<Column> of(TableId table, SnapshotId snapshot) {
    List<Entry> entries =
        jdbc.query(visible, ColumnRows::map, table.value(), snapshot.value(), snapshot.value());
    check(entries, table);
    Map<Long, String> comments = Tags.ofColumns(jdbc, table, snapshot);
    return entries.stream()
        .filter(entry -> entry.parent() == null)
        .map(
            entry ->
                new Column(
                    field(entry, entries, table), entry.writeDefault(), comments.get(entry.id())))
        .toList();
  }

  /**
   * The snapshots with which the table's schema version or a column of it became another, of a
   * catalog that keeps versions by table.
   */
  public NavigableSet<SnapshotId> changes(TableId table) {
    NavigableSet<SnapshotId> changes = new TreeSet<>();
    jdbc.each(
        CHANGES,
        row -> changes.add(new SnapshotId(row.number("changed"))),
        table.value(),
        table.value(),
        table.value());
    return changes;
  }

  /** One more than all ids that the table's columns ever had. */
  public long nextId(TableId table) {
    return jdbc.first(NEWEST, row -> row.number("newest") + 1, table.value()).orElse(1L);
  }

  private static void check(List<Entry> entries, TableId table) {
    Set<Long> ids = new HashSet<>();
    for (Entry entry : entries) {
      if (!ids.add(entry.id())) {
        throw new CorruptLakeException(
            "Column %d of table %s has two visible rows in ducklake_column."
                .formatted(entry.id(), table));
      }
    }
    for (Entry entry : entries) {
      if (entry.parent() != null && !ids.contains(entry.parent())) {
        throw new CorruptLakeException(
            "Column %d of table %s has the parent %d, which is not visible."
                .formatted(entry.id(), table, entry.parent()));
      }
    }
  }

  private static Field field(Entry entry, List<Entry> all, TableId table) {
    return new Field(
        new FieldId(entry.id()),
        entry.name(),
        type(entry, all, table),
        entry.nullsAllowed(),
        entry.initialDefault());
  }

  private static DataType type(Entry entry, List<Entry> all, TableId table) {
    String type = entry.type().strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "list" -> new ListType(children(entry, all, table, 1).get(0));
      case "map" -> {
        List<Field> children = children(entry, all, table, 2);
        yield new MapType(children.get(0), children.get(1));
      }
      case "struct" -> new StructType(children(entry, all, table, -1));
      default -> DataTypeParser.parse(type);
    };
  }

  /**
   * @param count how many there have to be; negative for one or more
   */
  private static List<Field> children(Entry parent, List<Entry> all, TableId table, int count) {
    List<Field> children = new ArrayList<>();
    for (Entry entry : all) {
      if (entry.parent() != null && entry.parent() == parent.id()) {
        if (entry.id() <= parent.id()) {
          // Ids are given depth first; anything else could be a cycle.
          throw new CorruptLakeException(
              "Column %d of table %s has the parent %d, which is younger than it."
                  .formatted(entry.id(), table, parent.id()));
        }
        children.add(field(entry, all, table));
      }
    }
    if (count < 0 ? children.isEmpty() : children.size() != count) {
      throw new CorruptLakeException(
          "Column %d of table %s is a %s with %d fields."
              .formatted(parent.id(), table, parent.type(), children.size()));
    }
    return children;
  }

  private static Entry map(Row row) {
    Boolean nullsAllowed = row.flagOrNull("nulls_allowed");
    return new Entry(
        row.number("column_id"),
        row.numberOrNull("parent_column"),
        row.text("column_name"),
        row.text("column_type"),
        nullsAllowed == null || nullsAllowed,
        row.textOrNull("initial_default"),
        writeDefault(row));
  }

  /** The text NULL means NULL here, unlike in {@code initial_default}. */
  private static DefaultValue writeDefault(Row row) {
    String text = row.textOrNull("default_value");
    if (text == null || text.equals("NULL")) {
      return DefaultValue.NULL;
    }
    String kind = row.textOrNull("default_value_type");
    // Renamed and promoted columns have an empty kind, catalogs before 0.4 have none: literals.
    boolean literal = kind == null || kind.isEmpty() || kind.equals("literal");
    return new DefaultValue(
        literal ? DefaultValue.Kind.LITERAL : DefaultValue.Kind.EXPRESSION,
        text,
        row.textOrNull("default_value_dialect"));
  }
}
