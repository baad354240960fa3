package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.catalog.dialect.CatalogType;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Jdbc.TableColumn;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inlined tables and their rows. */
final class InlinedEdits {
  private static final int SYSTEM_COLUMNS = 3;

  private final Jdbc jdbc;
  private final CatalogLayout layout;
  private final Rows rows;
  private final NewSnapshot snapshot;

  /** The columns that inlined tables have, by table, as far as they were asked for. */
  private final Map<String, List<String>> columns = new LinkedHashMap<>();

  /** What the tables that this commit makes are called, by the names that they would have. */
  private final Map<String, String> names = new LinkedHashMap<>();

  InlinedEdits(Jdbc jdbc, CatalogLayout layout, Rows rows, NewSnapshot snapshot) {
    this.jdbc = jdbc;
    this.layout = layout;
    this.rows = rows;
    this.snapshot = snapshot;
  }

  void createTables(List<Edit.CreateInlinedTable> edits) {
    Insert registered =
        Insert.into("ducklake_inlined_data_tables", "table_id", "table_name", "schema_version");
    for (Edit.CreateInlinedTable edit : edits) {
      String name = "ducklake_inlined_data_" + edit.table() + "_" + snapshot.schemaVersion();
      String made = jdbc.createOwnTable(name, definition(edit.fields()));
      names.put(name, made);
      List<String> ofMade = new ArrayList<>(layout.inlinedSystemColumns());
      edit.fields().forEach(field -> ofMade.add(field.name()));
      columns.put(made, ofMade);
      registered.row(edit.table().value(), made, snapshot.schemaVersion());
    }
    registered.send(jdbc);
  }

  private List<String> definition(List<Field> fields) {
    Dialect dialect = jdbc.dialect();
    String bigint = dialect.columnType(CatalogType.BIGINT);
    List<String> parts = new ArrayList<>();
    layout.inlinedSystemColumns().forEach(column -> parts.add(column + " " + bigint));
    for (Field field : fields) {
      String type =
          dialect
              .inlinedType(field.type())
              .orElseThrow(
                  () ->
                      new UnsupportedFeatureException(
                          "inlined " + field.type(),
                          "Values of type %s cannot be inlined in this catalog (column %s)."
                              .formatted(field.type(), field.name())));
      parts.add(dialect.quote(field.name()) + " " + type);
    }
    return parts;
  }

  void insertRows(List<Edit.InsertInlinedRows> edits) {
    for (Edit.InsertInlinedRows edit : edits) {
      String table = names.getOrDefault(edit.tableName(), edit.tableName());
      List<String> known = columns(table);
      List<String> targets = new ArrayList<>(known.subList(0, SYSTEM_COLUMNS));
      for (Field field : edit.fields()) {
        targets.add(column(known, field.name(), table));
      }
      Insert insert = Insert.into(table, targets);
      for (Edit.NewInlinedRow row : edit.rows()) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(row.rowId());
        values.add(snapshot.id().value());
        values.add(null);
        for (int i = 0; i < edit.fields().size(); i++) {
          Object value = row.values().get(i);
          values.add(
              value == null ? null : jdbc.dialect().inlined(edit.fields().get(i).type(), value));
        }
        insert.row(values);
      }
      insert.send(jdbc);
    }
  }

  /** Some databases fold the case of names. */
  private static String column(List<String> known, String wanted, String table) {
    List<String> own = known.subList(SYSTEM_COLUMNS, known.size());
    return own.stream()
        .filter(wanted::equals)
        .findFirst()
        .or(() -> own.stream().filter(wanted::equalsIgnoreCase).findFirst())
        .orElseThrow(
            () ->
                new CorruptLakeException(
                    "The inlined table %s has the columns %s, and none is called %s."
                        .formatted(table, own, wanted)));
  }

  private List<String> columns(String table) {
    return columns.computeIfAbsent(
        table,
        each -> {
          List<TableColumn> found = jdbc.columns(each).get(each.toLowerCase(Locale.ROOT));
          if (found == null || found.size() < SYSTEM_COLUMNS) {
            throw new CorruptLakeException("There is no inlined table " + each + ".");
          }
          return found.stream().map(TableColumn::name).toList();
        });
  }

  void endRows(List<Edit.EndInlinedRows> edits) {
    for (Edit.EndInlinedRows edit : edits) {
      List<String> known = columns(edit.tableName());
      Dialect dialect = jdbc.dialect();
      String end = dialect.quote(known.get(2));
      // A second version of a row of this very commit would have the same begin.
      String tail =
          " AND %s IS NULL AND %s <> %d"
              .formatted(end, dialect.quote(known.get(1)), snapshot.id().value());
      int ended =
          rows.change(
              "UPDATE " + dialect.quote(edit.tableName()) + " SET " + end + " = ?",
              List.of(snapshot.id().value()),
              tail,
              known.get(0),
              edit.rowIds().stream().boxed().toList(),
              Map.of());
      if (ended != edit.rowIds().size()) {
        throw new CorruptLakeException(
            "The inlined table %s should have one open row for each of the row ids %s, but %d were ended."
                .formatted(edit.tableName(), edit.rowIds(), ended));
      }
    }
  }

  void deletePositions(List<Edit.DeleteInlined> edits) {
    Map<String, Insert> inserts = new LinkedHashMap<>();
    for (Edit.DeleteInlined edit : edits) {
      Insert insert =
          inserts.computeIfAbsent(
              "ducklake_inlined_delete_" + edit.table(),
              name -> Insert.into(name, "file_id", "row_id", "begin_snapshot"));
      edit.positions().stream()
          .forEach(position -> insert.row(edit.file().value(), position, snapshot.id().value()));
    }
    inserts.forEach(
        (name, insert) -> {
          jdbc.createTableIfMissing(name, deleteColumns());
          insert.send(jdbc);
        });
  }

  /**
   * Makes the tables for positions deleted by rows, where they cannot be made when they are needed:
   * a reader could see a table that is younger than all else that it sees, which such databases
   * refuse.
   */
  void prepareDeletes(List<Edit.BeginTable> edits) {
    if (jdbc.dialect().definesBesideTransactions()) {
      edits.forEach(
          edit ->
              jdbc.createTableIfMissing("ducklake_inlined_delete_" + edit.id(), deleteColumns()));
    }
  }

  private List<String> deleteColumns() {
    String bigint = jdbc.dialect().columnType(CatalogType.BIGINT);
    return List.of("file_id " + bigint, "row_id " + bigint, "begin_snapshot " + bigint);
  }
}
