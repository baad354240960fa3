package io.quacklake.transact.internal.draft;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.SchemaId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.ColumnDefinition.Nulls;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.TableAlteration;
import io.quacklake.transact.TableDefinition;
import io.quacklake.transact.Transaction.OnDependents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lake as the transaction would have it. */
public final class LakeDraft {
  private final LakehouseSession lake;
  private final Snapshot base;
  private final WrittenFiles written;
  private final TemporaryIds ids = new TemporaryIds();
  private final LakeNames names;
  private final Map<String, String> options;
  private final List<SchemaInfo> droppedSchemas = new ArrayList<>();
  private final List<TableInfo> droppedTables = new ArrayList<>();
  private final List<ViewInfo> droppedViews = new ArrayList<>();

  private LakeDraft(LakehouseSession lake, SnapshotReader reader) {
    this.lake = lake;
    this.written = new WrittenFiles(lake.stores());
    this.base = reader.latest();
    this.options = reader.options(null, null);
    this.names =
        new LakeNames(
            reader.schemas(base.id()),
            reader.tables(base.id()),
            () -> lake.catalog().read(later -> later.views(base.id())));
  }

  /** The latest snapshot, nothing changed. */
  public static LakeDraft of(LakehouseSession lake) {
    return lake.catalog().read(reader -> new LakeDraft(lake, reader));
  }

  public Snapshot base() {
    return base;
  }

  /** The files that were written for the transaction. */
  public WrittenFiles written() {
    return written;
  }

  /**
   * @throws IllegalStateException if the lake requires a message that is not there
   */
  public void requireMessage(CommitInfo info) {
    boolean isRequired = "true".equalsIgnoreCase(options.get("require_commit_message"));
    if (isRequired && info.message() == null) {
      throw new IllegalStateException(
          "This lake requires a message for each commit (option require_commit_message). Commit"
              + " with CommitInfo.message(...).");
    }
  }

  public void createSchema(String name) {
    LakeNames.requireName(name, "schema");
    names.requireFree(name);
    names.add(SchemaDraft.create(ids.next(), name));
  }

  public void dropSchema(String name, OnDependents dependents) {
    SchemaDraft schema = names.schema(name);
    List<TableRef> inside = names.inside(name);
    if (!inside.isEmpty() && dependents == OnDependents.REFUSE) {
      throw new IllegalStateException(
          "Cannot drop schema "
              + schema.name()
              + ": it is not empty ("
              + inside.get(0)
              + (inside.size() > 1 ? " and " + (inside.size() - 1) + " more" : "")
              + "). Drop what is in it too, if that is meant.");
    }
    for (TableRef ref : inside) {
      if (names.isView(ref)) {
        dropView(ref);
      } else {
        dropTable(ref);
      }
    }
    names.remove(schema);
    if (!schema.isNew()) {
      droppedSchemas.add(schema.info());
    }
  }

  public void createTable(TableDefinition definition) {
    names.requireFree(definition.ref());
    names.add(created(definition));
  }

  public void replaceTable(TableDefinition definition) {
    names.requireNoView(definition.ref());
    TableDraft created = created(definition);
    if (names.isTable(definition.ref())) {
      dropTable(definition.ref());
    }
    names.add(created);
  }

  private TableDraft created(TableDefinition definition) {
    TableRef ref = definition.ref();
    LakeNames.requireName(ref.name(), "table");
    SchemaDraft schema = names.schema(ref.schema());
    TableColumns columns =
        TableColumns.create("table " + ref, lake.info().version(), definition.columns());
    SchemaId scope = schema.isNew() ? null : schema.info().id();
    TableOptions options =
        TableOptions.of(lake.catalog().read(reader -> reader.options(scope, null)), lake.config());
    TableDraft table = new TableDraft(schema, ref.name(), columns, options, ids);
    if (!definition.partitioning().isEmpty()) {
      table.alter(new TableAlteration.SetPartitioning(definition.partitioning()));
    }
    if (!definition.sortOrder().isEmpty()) {
      table.alter(new TableAlteration.SetSortOrder(definition.sortOrder()));
    }
    if (definition.comment() != null) {
      table.alter(TableAlteration.comment(definition.comment()));
    }
    return table;
  }

  public void dropTable(TableRef ref) {
    names.removeTable(ref).ifPresent(droppedTables::add);
  }

  public void renameTable(TableRef ref, String newName) {
    LakeNames.requireName(newName, "table");
    names.rename(table(ref), newName);
  }

  public void alter(TableRef ref, TableAlteration alteration) {
    TableDraft table = table(ref);
    if (alteration instanceof TableAlteration.SetNulls nulls
        && nulls.nulls() == Nulls.REFUSED
        && nulls.column().names().size() == 1) {
      Optional<Column> old = table.nullableAtBase(nulls.column());
      old.ifPresent(column -> requireNoNull(table, column));
      table.alter(alteration);
      old.ifPresent(column -> table.hasNoNullAtBase(column.id()));
      return;
    }
    table.alter(alteration);
  }

  /** Looks at the rows of the base where statistics do not say it. */
  private void requireNoNull(TableDraft table, Column column) {
    TableRef old = table.base().orElseThrow().info().ref();
    Predicate isNull = Predicate.isNull(TableRef.quote(column.name()));
    if (lake.scan(old).asOf(base.id().value()).where(isNull).limit(1).count() > 0) {
      throw new InvalidValueException(
          "Cannot set NOT NULL on column "
              + column.name()
              + " of table "
              + table.ref()
              + ": it holds NULL.");
    }
  }

  public void createView(TableRef ref, String sql, List<String> columnAliases) {
    LakeNames.requireName(ref.name(), "view");
    if (sql.isBlank()) {
      throw new IllegalArgumentException("View " + ref + " needs a query.");
    }
    ColumnNames.checkDistinct(columnAliases, "view " + ref);
    names.requireFree(ref);
    SchemaDraft schema = names.schema(ref.schema());
    ViewInfo info =
        new ViewInfo(
            ids.next(), schema.info(), ref.name(), "duckdb", sql, columnAliases, Map.of(), null);
    names.put(ViewDraft.create(schema, info));
  }

  public void dropView(TableRef ref) {
    ViewDraft view = names.view(ref);
    names.remove(view);
    ViewInfo old = view.base();
    if (old != null) {
      droppedViews.add(old);
    }
  }

  public void renameView(TableRef ref, String newName) {
    LakeNames.requireName(newName, "view");
    ViewDraft view = names.view(ref);
    names.requireFree(view.ref(), TableRef.of(view.schema().name(), newName));
    String uuid =
        view.uuid().isEmpty()
            ? lake.catalog()
                .read(reader -> reader.viewUuid(view.info().id()))
                .orElseGet(() -> UUID.randomUUID().toString())
            : view.uuid();
    names.remove(view);
    names.put(view.renamed(newName, uuid));
  }

  public void setViewTag(TableRef ref, String key, @Nullable String value) {
    names.put(names.view(ref).withTag(key, value));
  }

  /** The table of that name, ready to be changed. */
  public TableDraft table(TableRef ref) {
    return names.table(ref, this::load);
  }

  private TableDraft load(TableInfo info) {
    TableId id = info.id();
    return lake.catalog()
        .read(
            reader -> {
              BaseTable old = BaseTable.read(info, base.id(), reader);
              TableColumns columns =
                  new TableColumns(
                      "table " + info.ref(),
                      lake.info().version(),
                      old.columns(),
                      () -> nextColumnId(id));
              TableOptions options =
                  TableOptions.of(reader.options(info.schema().id(), id), lake.config());
              return new TableDraft(SchemaDraft.of(info.schema()), old, columns, options, ids);
            });
  }

  private long nextColumnId(TableId table) {
    return lake.catalog().read(reader -> reader.nextColumnId(table));
  }

  /** New schemas. */
  public List<SchemaDraft> newSchemas() {
    return names.schemas().stream().filter(SchemaDraft::isNew).toList();
  }

  public List<SchemaInfo> droppedSchemas() {
    return Collections.unmodifiableList(droppedSchemas);
  }

  /** Tables that are new or were looked at to be changed. */
  public Collection<TableDraft> tables() {
    return names.tables();
  }

  public List<TableInfo> droppedTables() {
    return Collections.unmodifiableList(droppedTables);
  }

  /** All views, changed or not; none if nobody has looked at any. */
  public Collection<ViewDraft> views() {
    return names.views();
  }

  public List<ViewInfo> droppedViews() {
    return Collections.unmodifiableList(droppedViews);
  }

  /** Removes what was written. */
  public void discard() {
    written.removeAll();
  }
}
