package io.quacklake.transact.internal.draft;

import io.quacklake.format.FieldId;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.LakePath;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.SqlTypes;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.ColumnDefinition;
import io.quacklake.transact.TableAlteration;
import io.quacklake.transact.internal.rows.Uuids;
import io.quacklake.transact.internal.stage.StagedCompaction;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table as the transaction would have it, and the rows staged for it. */
public final class TableDraft {
  private final @Nullable BaseTable base;
  private final TableId id;
  private final String uuid;
  private final SchemaDraft schema;
  private final LakePath path;
  private final TableOptions options;
  private final TemporaryIds ids;
  private String name;
  private TableColumns columns;
  private TableLayout layout;
  private final TagChanges tags = new TagChanges();
  private final Set<FieldId> mustHoldNoNull = new LinkedHashSet<>();
  private final Set<FieldId> withoutNullAtBase = new LinkedHashSet<>();
  private final List<StagedInsert> inserts = new ArrayList<>();
  private final List<StagedCompaction> compactions = new ArrayList<>();
  private @Nullable StagedDelete delete;
  private boolean dependsOnAbsentKeys;

  /** A table of the base snapshot. */
  TableDraft(
      SchemaDraft schema,
      BaseTable base,
      TableColumns columns,
      TableOptions options,
      TemporaryIds ids) {
    this.base = base;
    this.id = base.info().id();
    this.uuid = base.info().uuid();
    this.schema = schema;
    this.path = base.info().path();
    this.options = options;
    this.ids = ids;
    this.name = base.info().name();
    this.columns = columns;
    this.layout = base.layout();
  }

  /** A new table. */
  TableDraft(
      SchemaDraft schema,
      String name,
      TableColumns columns,
      TableOptions options,
      TemporaryIds ids) {
    this.base = null;
    this.id = new TableId(ids.next());
    this.uuid = Uuids.next().toString();
    this.schema = schema;
    this.path = SchemaDraft.Paths.directory(name, uuid);
    this.options = options;
    this.ids = ids;
    this.name = name;
    this.columns = columns;
    this.layout = TableLayout.NONE;
    if (isInliningOn()) {
      columns.columns().forEach(column -> ColumnNames.checkInlinable(column.name()));
    }
    columns.columns().forEach(tags::putComment);
  }

  void rename(String newName) {
    name = newName;
  }

  void alter(TableAlteration alteration) {
    if (alteration instanceof TableAlteration.SetTag tag) {
      setTag(tag);
      return;
    }
    if (alteration instanceof TableAlteration.SetSortOrder sort) {
      layout = layout.withSortOrder(Keys.sortOrder(sort.keys(), columns));
      return;
    }
    requireNoRows("Alter table " + ref() + " before rows of it are changed");
    if (alteration instanceof TableAlteration.AddColumn add) {
      addColumn(add);
    } else if (alteration instanceof TableAlteration.DropColumn drop) {
      dropColumn(drop);
    } else if (alteration instanceof TableAlteration.RenameColumn rename) {
      renameColumn(rename);
    } else if (alteration instanceof TableAlteration.SetType type) {
      columns = columns.retyped(type.column(), type.type());
    } else if (alteration instanceof TableAlteration.SetDefault set) {
      columns = columns.withDefault(set.column(), set.value());
    } else if (alteration instanceof TableAlteration.SetNulls nulls) {
      setNulls(nulls);
    } else if (alteration instanceof TableAlteration.SetPartitioning set) {
      layout =
          layout.withPartitioning(
              new PartitionSpec(ids.next(), Keys.partitioning(set.keys(), columns)));
    }
  }

  private void addColumn(TableAlteration.AddColumn add) {
    ColumnDefinition column = add.column();
    if (column.nulls() == ColumnDefinition.Nulls.REFUSED && base != null) {
      throw new UnsupportedFeatureException(
          "adding a column with NOT NULL",
          "Cannot add column "
              + column.name()
              + " with NOT NULL: older rows read as NULL or as its"
              + " default. Add it without, then set NOT NULL.");
    }
    boolean isFunction =
        Defaults.isFunction(column.name(), SqlTypes.parse(column.type()), column.defaultValue());
    if (isFunction && (base != null || add.parent() != null)) {
      throw new UnsupportedFeatureException(
          "adding a column with a default that is no constant",
          "Cannot add column "
              + column.name()
              + " with the default "
              + column.defaultValue()
              + ": older rows would have no value of their own. Add it without, then set the"
              + " default.");
    }
    if (add.parent() != null) {
      columns = columns.withField(add.parent(), column);
      return;
    }
    if (isInliningOn()) {
      ColumnNames.checkInlinable(column.name());
    }
    TableColumns added = columns.withColumn(column);
    tags.putComment(added.columns().get(added.columns().size() - 1));
    columns = added;
  }

  private void dropColumn(TableAlteration.DropColumn drop) {
    if (drop.column().names().size() > 1) {
      columns = columns.without(drop.column());
      return;
    }
    Column column = columns.topLevel(drop.column());
    layout.requireNoKey(column, ref());
    columns = columns.without(drop.column());
    tags.remove(column.id());
    mustHoldNoNull.remove(column.id());
  }

  private void renameColumn(TableAlteration.RenameColumn rename) {
    TableColumns renamed = columns.renamed(rename.column(), rename.newName());
    if (rename.column().names().size() == 1) {
      if (isInliningOn()) {
        ColumnNames.checkInlinable(rename.newName());
      }
      layout = layout.renamed(columns.topLevel(rename.column()), columns, renamed, ref());
    }
    columns = renamed;
  }

  private void setNulls(TableAlteration.SetNulls nulls) {
    TableColumns changed = columns.withNulls(nulls.column(), nulls.nulls());
    Column column = columns.topLevel(nulls.column());
    boolean refused = nulls.nulls() == ColumnDefinition.Nulls.REFUSED;
    if (refused && column.field().nullsAllowed() && base != null) {
      mustHoldNoNull.add(column.id());
    } else if (!refused) {
      mustHoldNoNull.remove(column.id());
    }
    columns = changed;
  }

  /** The column of the base that a name means now, if it may hold NULL. */
  Optional<Column> nullableAtBase(ColumnPath path) {
    FieldId column = columns.topLevel(path).id();
    return base().stream()
        .flatMap(old -> old.columns().stream())
        .filter(each -> each.id().equals(column) && each.field().nullsAllowed())
        .findFirst();
  }

  /** Its rows at the base have been looked at. */
  void hasNoNullAtBase(FieldId column) {
    withoutNullAtBase.add(column);
  }

  private void setTag(TableAlteration.SetTag tag) {
    if (tag.column() == null) {
      tags.put(tag.key(), tag.value());
      return;
    }
    if (tag.key().equals(TagChanges.COMMENT)) {
      columns = columns.withComment(tag.column(), tag.value());
    }
    tags.put(columns.field(tag.column()).id(), tag.key(), tag.value());
  }

  /** Runs {@code work}; if it throws, columns that it added are gone again. */
  public <R> R orUnaltered(Supplier<R> work) {
    TableColumns before = columns;
    boolean done = false;
    try {
      R result = work.get();
      done = true;
      return result;
    } finally {
      columns = done ? columns : before;
    }
  }

  /** Adds rows to what the table gets. */
  public void insert(StagedInsert rows) {
    if (rows.rows() > 0) {
      inserts.add(rows);
    }
  }

  /** Says that rows are inserted because the base had none with their keys. */
  public void dependOnAbsentKeys() {
    dependsOnAbsentKeys = true;
  }

  /** Whether rows are inserted only because the base had none with their keys. */
  public boolean dependsOnAbsentKeys() {
    return dependsOnAbsentKeys;
  }

  /** Deletes rows of the base snapshot. */
  public void delete(StagedDelete rows) {
    if (rows.rows() > 0) {
      requireNoRows("Change rows of table " + ref() + " once");
      delete = rows;
    }
  }

  /** Puts a file in the place of others of the base snapshot. */
  public void compact(StagedCompaction files) {
    compactions.add(files);
  }

  /**
   * @param advice what to do instead, to be continued by ", or in a transaction of its own."
   */
  public void requireNoRows(String advice) {
    if (hasRows()) {
      throw new IllegalStateException(
          "This transaction has already changed rows of table "
              + ref()
              + ", which nothing in it can see before it is committed. "
              + advice
              + ", or use a transaction of its own.");
    }
  }

  public boolean hasRows() {
    return delete != null || !inserts.isEmpty() || !compactions.isEmpty();
  }

  /** The table of the base snapshot, if it is not new. */
  public Optional<BaseTable> base() {
    return Optional.ofNullable(base);
  }

  public boolean isNew() {
    return base == null;
  }

  /** Temporary (negative) for a new table. */
  public TableId id() {
    return id;
  }

  public String uuid() {
    return uuid;
  }

  public SchemaDraft schema() {
    return schema;
  }

  public String name() {
    return name;
  }

  public TableRef ref() {
    return TableRef.of(schema.name(), name);
  }

  public LakePath path() {
    return path;
  }

  /** Where its files lie. */
  public String location(String dataPath) {
    return path.resolve(schema.location(dataPath));
  }

  /** The table as rows are written to it. */
  public TableTarget target(LakehouseSession lake) {
    boolean canInline = lake.catalog().canInline(columns().stream().map(Column::field).toList());
    return new TableTarget(
        ref(),
        location(lake.dataPath()),
        columns(),
        partitioning(),
        sortOrder(),
        options(),
        lake.info().encryption(),
        lake.info().version(),
        canInline ? TableTarget.Inlining.POSSIBLE : TableTarget.Inlining.IMPOSSIBLE);
  }

  public List<Column> columns() {
    return columns.columns();
  }

  /** Its id is temporary (negative) if this transaction made it. */
  public PartitionSpec partitioning() {
    return layout.partitioning();
  }

  public List<SortField> sortOrder() {
    return layout.sortOrder();
  }

  /** The specification of the lake. */
  public FormatVersion version() {
    return columns.version();
  }

  /** The settings that hold for the table. */
  public Map<String, String> options() {
    return options.values();
  }

  /** Whether small inserts go to the catalog where it can hold them. */
  public boolean isInliningOn() {
    return options.isInliningOn();
  }

  /** Tags that change; a null value ends one. */
  public Map<String, @Nullable String> tags() {
    return tags.ofTable();
  }

  /** Tags of columns that change. */
  public Map<FieldId, Map<String, @Nullable String>> columnTags() {
    return tags.ofColumns();
  }

  /** Columns that get NOT NULL, which the commit has to prove. */
  public Set<FieldId> mustHoldNoNull() {
    return Collections.unmodifiableSet(mustHoldNoNull);
  }

  /** Columns that hold no NULL in the base's rows. */
  public Set<FieldId> withoutNullAtBase() {
    return Collections.unmodifiableSet(withoutNullAtBase);
  }

  public List<StagedInsert> inserts() {
    return Collections.unmodifiableList(inserts);
  }

  /** Files that take the place of others. */
  public List<StagedCompaction> compactions() {
    return Collections.unmodifiableList(compactions);
  }

  /** All data files that the table gets. */
  public Stream<StagedFile> newFiles() {
    return Stream.concat(
        inserts.stream().flatMap(insert -> insert.files().stream()),
        compactions.stream().map(StagedCompaction::file));
  }

  /** Rows of the base snapshot that go. */
  public StagedDelete deleted() {
    return delete == null ? StagedDelete.NONE : delete;
  }

  public boolean isRenamed() {
    return base != null && !base.info().name().equals(name);
  }

  public boolean isRepartitioned() {
    return !layout.isPartitionedAs(layoutAtBase());
  }

  public boolean isResorted() {
    return !layout.sortOrder().equals(layoutAtBase().sortOrder());
  }

  private TableLayout layoutAtBase() {
    return base == null ? TableLayout.NONE : base.layout();
  }
}
