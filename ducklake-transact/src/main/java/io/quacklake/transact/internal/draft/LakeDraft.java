package io.quacklake.transact.internal.draft;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.AlreadyExistsException;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SchemaId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lake as the transaction would have it. */
public final class LakeDraft {
  private final LakehouseSession lake;
  private final Snapshot base;
  private final WrittenFiles written;
  private final TemporaryIds ids = new TemporaryIds();
  private final Map<String, SchemaDraft> schemas = new LinkedHashMap<>();
  private final Map<TableRef, TableInfo> baseTables = new LinkedHashMap<>();
  private final Map<TableRef, TableDraft> tables = new LinkedHashMap<>();
  private final Map<SchemaId, SchemaDraft> schemasAtBase = new LinkedHashMap<>();

  /** Of the base and changed; null before anybody asked. */
  private @Nullable Map<TableRef, ViewDraft> views;

  private Map<String, String> options = Map.of();
  private final List<SchemaInfo> droppedSchemas = new ArrayList<>();
  private final List<TableInfo> droppedTables = new ArrayList<>();
  private final List<ViewInfo> droppedViews = new ArrayList<>();

  private LakeDraft(LakehouseSession lake, Snapshot base) {
    this.lake = lake;
    this.written = new WrittenFiles(lake.stores());
    this.base = base;
  }

  /** The latest snapshot, nothing changed. */
  public static LakeDraft of(LakehouseSession lake) {
    return lake.catalog()
        .read(
            reader -> {
              LakeDraft draft = new LakeDraft(lake, reader.latest());
              draft.load(reader);
              return draft;
            });
  }

  private void load(SnapshotReader reader) {
    options = reader.options(null, null);
    for (SchemaInfo schema : reader.schemas(base.id())) {
      SchemaDraft draft = SchemaDraft.of(schema);
      schemas.put(key(schema.name()), draft);
      schemasAtBase.put(schema.id(), draft);
    }
    for (TableInfo table : reader.tables(base.id())) {
      baseTables.put(key(table.ref()), table);
    }
  }

  private Map<TableRef, ViewDraft> knownViews() {
    Map<TableRef, ViewDraft> known = views;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (ViewInfo view : lake.catalog().read(reader -> reader.views(base.id()))) {
        SchemaDraft schema = schemasAtBase.get(view.schema().id());
        if (schema != null) {
          known.put(key(TableRef.of(schema.name(), view.name())), ViewDraft.of(view, schema));
        }
      }
      views = known;
    }
    return known;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static TableRef key(TableRef ref) {
    return TableRef.of(key(ref.schema()), key(ref.name()));
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
    requireName(name, "schema");
    SchemaDraft taken = schemas.get(key(name));
    if (taken != null) {
      throw new AlreadyExistsException(
          "schema", taken.name(), "There is a schema " + taken.name() + " already.");
    }
    schemas.put(key(name), SchemaDraft.create(ids.next(), name));
  }

  public void dropSchema(String name, OnDependents dependents) {
    SchemaDraft schema = schema(name);
    List<TableRef> inside =
        Stream.of(baseTables.keySet(), tables.keySet(), knownViews().keySet())
            .flatMap(Collection::stream)
            .filter(ref -> ref.schema().equals(key(name)))
            .distinct()
            .toList();
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
      if (knownViews().containsKey(ref)) {
        dropView(ref);
      } else {
        dropTable(ref);
      }
    }
    schemas.remove(key(name));
    if (!schema.isNew()) {
      droppedSchemas.add(schema.info());
    }
  }

  public void createTable(TableDefinition definition) {
    requireFree(definition.ref());
    put(created(definition));
  }

  public void replaceTable(TableDefinition definition) {
    if (knownViews().containsKey(key(definition.ref()))) {
      requireFree(definition.ref());
    }
    TableDraft created = created(definition);
    if (exists(definition.ref())) {
      dropTable(definition.ref());
    }
    put(created);
  }

  private TableDraft created(TableDefinition definition) {
    TableRef ref = definition.ref();
    requireName(ref.name(), "table");
    SchemaDraft schema = schema(ref.schema());
    TableColumns columns =
        TableColumns.create("table " + ref, lake.info().version(), definition.columns());
    SchemaId scope = schema.isNew() ? null : schema.info().id();
    Map<String, String> options =
        withDefaults(lake.catalog().read(reader -> reader.options(scope, null)));
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

  private void put(TableDraft table) {
    tables.put(key(table.ref()), table);
  }

  public void dropTable(TableRef ref) {
    TableDraft draft = tables.get(key(ref));
    if (draft == null) {
      droppedTables.add(baseTable(ref));
      baseTables.remove(key(ref));
      return;
    }
    tables.remove(key(ref));
    draft.base().ifPresent(old -> droppedTables.add(old.info()));
  }

  public void renameTable(TableRef ref, String newName) {
    requireName(newName, "table");
    TableDraft table = table(ref);
    TableRef renamed = TableRef.of(table.schema().name(), newName);
    if (!key(renamed).equals(key(ref))) {
      requireFree(renamed);
    }
    tables.remove(key(ref));
    table.rename(newName);
    put(table);
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
    requireName(ref.name(), "view");
    if (sql.isBlank()) {
      throw new IllegalArgumentException("View " + ref + " needs a query.");
    }
    ColumnNames.checkDistinct(columnAliases, "view " + ref);
    requireFree(ref);
    SchemaDraft schema = schema(ref.schema());
    ViewInfo info =
        new ViewInfo(
            ids.next(), schema.info(), ref.name(), "duckdb", sql, columnAliases, Map.of(), null);
    knownViews().put(key(ref), ViewDraft.create(schema, info));
  }

  public void dropView(TableRef ref) {
    ViewDraft view = view(ref);
    knownViews().remove(key(ref));
    ViewInfo old = view.base();
    if (old != null) {
      droppedViews.add(old);
    }
  }

  public void renameView(TableRef ref, String newName) {
    requireName(newName, "view");
    ViewDraft view = view(ref);
    TableRef renamed = TableRef.of(view.schema().name(), newName);
    if (!key(renamed).equals(key(ref))) {
      requireFree(renamed);
    }
    String uuid =
        view.uuid().isEmpty()
            ? lake.catalog()
                .read(reader -> reader.viewUuid(view.info().id()))
                .orElseGet(() -> UUID.randomUUID().toString())
            : view.uuid();
    knownViews().remove(key(ref));
    knownViews().put(key(renamed), view.renamed(newName, uuid));
  }

  public void setViewTag(TableRef ref, String key, @Nullable String value) {
    knownViews().put(key(ref), view(ref).withTag(key, value));
  }

  /** The table of that name, ready to be changed. */
  public TableDraft table(TableRef ref) {
    TableDraft draft = tables.get(key(ref));
    if (draft != null) {
      return draft;
    }
    TableInfo info = baseTable(ref);
    TableDraft loaded = lake.catalog().read(reader -> load(info, reader));
    baseTables.remove(key(ref));
    tables.put(key(ref), loaded);
    return loaded;
  }

  private TableDraft load(TableInfo info, SnapshotReader reader) {
    SnapshotId at = base.id();
    TableId id = info.id();
    List<Column> columns = reader.columns(id, at);
    TableDraft.BaseTable old =
        new TableDraft.BaseTable(
            info,
            columns,
            reader.partitionSpec(id, at),
            reader.sortOrder(id, at),
            withDefaults(reader.options(info.schema().id(), id)));
    TableColumns changeable =
        new TableColumns(
            "table " + info.ref(), lake.info().version(), columns, () -> nextColumnId(id));
    return new TableDraft(SchemaDraft.of(info.schema()), old, changeable, ids);
  }

  private long nextColumnId(TableId table) {
    return lake.catalog().read(reader -> reader.nextColumnId(table));
  }

  private TableInfo baseTable(TableRef ref) {
    TableInfo info = baseTables.get(key(ref));
    if (info != null) {
      return info;
    }
    schema(ref.schema());
    if (knownViews().containsKey(key(ref))) {
      throw new NotFoundException(
          "table", ref.toString(), ref + " is a view, and not a table with rows of its own.");
    }
    throw NotFoundException.withSuggestions(
        "table",
        ref.toString(),
        "the lake",
        Stream.concat(
                baseTables.values().stream().map(TableInfo::ref),
                tables.values().stream().map(TableDraft::ref))
            .map(TableRef::toString)
            .toList());
  }

  private ViewDraft view(TableRef ref) {
    ViewDraft view = knownViews().get(key(ref));
    if (view != null) {
      return view;
    }
    schema(ref.schema());
    throw NotFoundException.withSuggestions(
        "view",
        ref.toString(),
        "the lake",
        knownViews().values().stream().map(each -> each.ref().toString()).toList());
  }

  private SchemaDraft schema(String name) {
    SchemaDraft schema = schemas.get(key(name));
    if (schema == null) {
      throw NotFoundException.withSuggestions(
          "schema", name, "the lake", schemas.values().stream().map(SchemaDraft::name).toList());
    }
    return schema;
  }

  private boolean exists(TableRef ref) {
    return tables.containsKey(key(ref)) || baseTables.containsKey(key(ref));
  }

  private void requireFree(TableRef ref) {
    schema(ref.schema());
    ViewDraft view = knownViews().get(key(ref));
    TableDraft draft = tables.get(key(ref));
    TableInfo table = baseTables.get(key(ref));
    if (view != null) {
      throw taken("view", view.ref());
    }
    if (draft != null) {
      throw taken("table", draft.ref());
    }
    if (table != null) {
      throw taken("table", table.ref());
    }
  }

  private static AlreadyExistsException taken(String kind, TableRef name) {
    return new AlreadyExistsException(
        kind,
        name.toString(),
        "There is a "
            + kind
            + " "
            + name
            + " already. Choose another name; case alone does not tell names apart.");
  }

  private static void requireName(String name, String kind) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A " + kind + " needs a name without NUL characters.");
    }
    if (name.length() > 10_000) {
      throw new UnsupportedFeatureException(
          "long name", "A name has at most 10000 characters, not " + name.length() + ".");
    }
  }

  /** New schemas. */
  public List<SchemaDraft> newSchemas() {
    return schemas.values().stream().filter(SchemaDraft::isNew).toList();
  }

  public List<SchemaInfo> droppedSchemas() {
    return Collections.unmodifiableList(droppedSchemas);
  }

  /** Tables that are new or were looked at to be changed. */
  public Collection<TableDraft> tables() {
    return Collections.unmodifiableCollection(tables.values());
  }

  public List<TableInfo> droppedTables() {
    return Collections.unmodifiableList(droppedTables);
  }

  /** All views, changed or not; none if nobody has looked at any. */
  public Collection<ViewDraft> views() {
    return views == null ? List.of() : Collections.unmodifiableCollection(views.values());
  }

  public List<ViewInfo> droppedViews() {
    return Collections.unmodifiableList(droppedViews);
  }

  /** Removes what was written. */
  public void discard() {
    written.removeAll();
  }

  /** What the catalog has stored is stronger than what the session was opened with. */
  private Map<String, String> withDefaults(Map<String, String> stored) {
    Integer limit = lake.config().dataInliningRowLimit();
    Map<String, String> all = new HashMap<>(stored);
    if (limit != null) {
      all.putIfAbsent("data_inlining_row_limit", limit.toString());
    }
    return all;
  }
}
