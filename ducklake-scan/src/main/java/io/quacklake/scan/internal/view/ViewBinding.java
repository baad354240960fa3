package io.quacklake.scan.internal.view;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.bind.Binder;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.format.type.Field;
import io.quacklake.scan.internal.view.ViewQuery.Item;
import io.quacklake.scan.internal.view.ViewQuery.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view as a selection of one table.
 *
 * @param table the table that it reads
 * @param tableColumns all columns of that table
 * @param columns those of the view, under its names, with the table's field ids
 * @param filter null where every row of the table is a row of the view
 */
public record ViewBinding(
    ViewInfo view,
    TableInfo table,
    List<Column> tableColumns,
    List<Column> columns,
    @Nullable BoundPredicate filter) {

  /**
   * Finds what a view reads, at the snapshot that is asked for, the table's columns included: the
   * reference expands {@code *} when a view is read, too.
   *
   * @throws UnsupportedFeatureException if it takes an engine
   */
  public static ViewBinding of(ViewInfo view, SnapshotReader reader, SnapshotId snapshot) {
    try {
      return bind(view, reader, snapshot);
    } catch (NeedsEngine refusal) {
      throw new UnsupportedFeatureException(
          "view " + view.ref(),
          "Reading the view "
              + view.ref()
              + " needs an engine: "
              + refusal.reason()
              + ". Plain columns of one table and conditions on them are read without one. Its SQL: "
              + view.sql());
    }
  }

  private static ViewBinding bind(ViewInfo view, SnapshotReader reader, SnapshotId snapshot)
      throws NeedsEngine {
    if (!view.dialect().toLowerCase(Locale.ROOT).equals("duckdb")) {
      throw new NeedsEngine("its dialect is " + view.dialect());
    }
    ViewQuery query = ViewParser.parse(view.sql());
    TableInfo table = table(view, query.relation(), reader, snapshot);
    List<Column> all = reader.columns(table.id(), snapshot);
    ViewColumns names = new ViewColumns(query.relation(), all);
    BoundPredicate filter = null;
    if (query.filter() != null) {
      Predicate resolved = names.resolve(query.filter());
      try {
        filter = Binder.bind(resolved, all);
      } catch (io.quacklake.format.DuckLakeException misfit) {
        throw new NeedsEngine("its condition does not fit the table (" + misfit.getMessage() + ")");
      }
    }
    return new ViewBinding(view, table, all, columns(view, query.items(), names, all), filter);
  }

  /** A name without a schema is one of the view's own schema. */
  private static TableInfo table(
      ViewInfo view, Relation relation, SnapshotReader reader, SnapshotId snapshot)
      throws NeedsEngine {
    List<String> path = relation.path();
    boolean ofLake = path.get(0).equals(ViewTokens.CATALOG);
    List<String> names = ofLake ? path.subList(1, path.size()) : path;
    if (names.size() > 2) {
      throw new NeedsEngine("it reads " + String.join(".", path) + ", of a database by its name");
    }
    String schema = view.schema().name();
    if (names.size() == 2) {
      schema = names.get(0);
    } else if (ofLake) {
      schema = TableRef.DEFAULT_SCHEMA;
    }
    TableRef wanted = TableRef.of(schema, names.get(names.size() - 1));
    TableInfo table;
    try {
      table = reader.table(wanted, snapshot);
    } catch (NotFoundException missing) {
      throw new NeedsEngine("it reads " + wanted + ", which is no table of the lake");
    }
    if (!ViewColumns.isSame(table.name(), wanted.name())
        || !ViewColumns.isSame(table.schema().name(), wanted.schema())) {
      throw new NeedsEngine("it reads " + wanted + ", which is nearly the name of " + table.ref());
    }
    return table;
  }

  private static List<Column> columns(
      ViewInfo view, @Nullable List<Item> items, ViewColumns names, List<Column> all)
      throws NeedsEngine {
    List<Integer> indexes = new ArrayList<>();
    List<String> queryNames = new ArrayList<>();
    if (items == null) {
      for (int i = 0; i < all.size(); i++) {
        indexes.add(i);
        queryNames.add(all.get(i).name());
      }
    } else {
      for (Item item : items) {
        int index = names.index(item.column());
        if (indexes.contains(index)) {
          throw new NeedsEngine("it has column " + all.get(index).name() + " twice");
        }
        indexes.add(index);
        queryNames.add(item.alias() == null ? all.get(index).name() : item.alias());
      }
    }
    if (view.columnAliases().size() > indexes.size()) {
      throw new NeedsEngine("it has more column aliases than columns");
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < indexes.size(); i++) {
      List<String> aliases = view.columnAliases();
      String name = i < aliases.size() ? aliases.get(i) : queryNames.get(i);
      requireNew(name, columns);
      columns.add(
          renamed(
              all.get(indexes.get(i)), name, comment(view.columnComments(), queryNames.get(i))));
    }
    return columns;
  }

  /** The reference keeps a comment under the name that the column has in the query. */
  private static @Nullable String comment(Map<String, String> comments, String name) {
    for (Map.Entry<String, String> each : comments.entrySet()) {
      if (ViewColumns.isSame(each.getKey(), name)) {
        return each.getValue();
      }
    }
    return null;
  }

  private static void requireNew(String name, List<Column> columns) throws NeedsEngine {
    for (Column each : columns) {
      if (ViewColumns.isNear(each.name(), name)) {
        throw new NeedsEngine("two of its columns are called " + TableRef.quote(name));
      }
    }
  }

  private static Column renamed(Column column, String name, @Nullable String comment) {
    Field field = column.field();
    return new Column(
        new Field(field.id(), name, field.type(), field.nullsAllowed(), field.initialDefault()),
        column.writeDefault(),
        comment);
  }
}
