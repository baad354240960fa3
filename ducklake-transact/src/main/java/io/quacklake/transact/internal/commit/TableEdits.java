package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.CatalogWriter;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.format.FieldId;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.change.ChangeKind;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.Field;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.stage.StagedDeleteFile;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.StagedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows of one attempt to commit that are about one table. */
final class TableEdits {
  private final TableDraft table;
  private final TableChange change;
  private final CatalogWriter writer;
  private final Ids ids;
  private final List<Edit> edits;
  private final ChangesText changes;
  private final boolean createsInlinedTable;
  private final Optional<String> inlinedTable;

  /**
   * @param latest the snapshot that the commit builds on
   * @param canInline whether the catalog can hold rows of columns
   */
  TableEdits(
      TableDraft table,
      CatalogWriter writer,
      Ids ids,
      SnapshotId latest,
      Predicate<List<Field>> canInline,
      List<Edit> edits,
      ChangesText changes) {
    this.table = table;
    this.change = TableChange.of(table);
    this.writer = writer;
    this.ids = ids;
    this.edits = edits;
    this.changes = changes;
    boolean reshaped =
        change.needsInlinedTable() && table.isInliningOn() && canInline.test(fields());
    this.inlinedTable =
        (reshaped || !hasInlinedRows()) ? Optional.empty() : existingInlinedTable(latest);
    this.createsInlinedTable = reshaped || (hasInlinedRows() && inlinedTable.isEmpty());
  }

  private List<Field> fields() {
    return table.columns().stream().map(Column::field).toList();
  }

  private boolean hasInlinedRows() {
    return table.inserts().stream().anyMatch(insert -> !insert.inlined().isEmpty());
  }

  /** The newest inlined table, if its columns are those of the table. */
  private Optional<String> existingInlinedTable(SnapshotId latest) {
    List<InlinedTable> all = writer.reader().inlinedTables(table.id(), latest);
    InlinedTable newest = all.isEmpty() ? null : all.get(all.size() - 1);
    return newest != null && sameColumns(newest.fields(), fields())
        ? Optional.of(newest.tableName())
        : Optional.empty();
  }

  private static boolean sameColumns(List<Field> inlined, List<Field> now) {
    if (inlined.size() != now.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      Field one = inlined.get(i);
      Field other = now.get(i);
      if (!one.id().equals(other.id())
          || !one.name().equals(other.name())
          || !one.type().equals(other.type())) {
        return false;
      }
    }
    return true;
  }

  /** Gives ids and adds the rows of the definition; says whether there are any. */
  boolean define() {
    boolean isNew = table.isNew();
    TableId id = new TableId(isNew ? ids.give(table.id().value()) : table.id().value());
    if (isNew || table.isRenamed()) {
      if (!isNew) {
        edits.add(new Edit.EndTable(id));
      }
      edits.add(
          new Edit.BeginTable(
              id, table.uuid(), ids.of(table.schema().info().id()), table.name(), table.path()));
      changes.add(ChangeKind.CREATED_TABLE, table.ref());
    }
    if (!change.ended().isEmpty()) {
      edits.add(new Edit.EndColumns(id, change.ended()));
    }
    if (!change.begun().isEmpty()) {
      edits.add(new Edit.BeginColumns(id, change.begun()));
    }
    if (table.isRepartitioned()) {
      long spec = table.partitioning().id();
      edits.add(new Edit.SetPartitioning(id, ids.give(spec), table.partitioning().fields()));
    }
    if (table.isResorted()) {
      long sort = table.sortOrder().isEmpty() ? -1 : ids.nextCatalog();
      edits.add(new Edit.SetSortOrder(id, sort, table.sortOrder()));
    }
    tag(id);
    if (createsInlinedTable) {
      edits.add(new Edit.CreateInlinedTable(id, fields()));
    }
    if (change.isVersioned() || createsInlinedTable) {
      edits.add(new Edit.ChangeTableSchema(id));
    }
    if (change.isAltered()) {
      changes.add(ChangeKind.ALTERED_TABLE, id.value());
    }
    return isNew || table.isRenamed() || change.isAltered() || createsInlinedTable;
  }

  private void tag(TableId id) {
    for (Map.Entry<String, @Nullable String> tag : table.tags().entrySet()) {
      edits.add(new Edit.SetTag(id.value(), tag.getKey(), tag.getValue()));
    }
    for (Map.Entry<FieldId, Map<String, @Nullable String>> column : table.columnTags().entrySet()) {
      column
          .getValue()
          .forEach(
              (key, value) -> edits.add(new Edit.SetColumnTag(id, column.getKey(), key, value)));
    }
  }

  /**
   * Adds the rows of what is in the table.
   *
   * @param schemaVersion that of the commit
   * @param withoutNull columns that are known to hold no NULL
   */
  void fill(long schemaVersion, List<StagedDeleteFile> deleteFiles, Set<FieldId> withoutNull) {
    TableId id = ids.of(table.id());
    TableStatsPlan stats =
        new TableStatsPlan(
            table,
            table.isNew() ? null : writer.tableStats(id).orElse(null),
            table.isNew() ? List.of() : writer.columnStats(id));
    requireNoNulls(stats, withoutNull);
    long nextRowId = stats.nextRowId();
    if (table.hasRows()) {
      FileEdits files = new FileEdits(table, id, ids, edits);
      nextRowId = files.add(nextRowId);
      files.delete(deleteFiles);
      files.compact();
      addInlined(id, schemaVersion, nextRowId);
      for (ChangeKind kind : OurChanges.rowChanges(table)) {
        changes.add(kind, id.value());
      }
    }
    stats.edit(id).ifPresent(edits::add);
  }

  private void requireNoNulls(TableStatsPlan stats, Set<FieldId> withoutNull) {
    for (FieldId column : table.mustHoldNoNull()) {
      if (!withoutNull.contains(column) && !stats.provesNoNull(column)) {
        throw new InvalidValueException(
            "Cannot set NOT NULL on column "
                + table.columns().stream()
                    .filter(each -> each.id().equals(column))
                    .map(Column::name)
                    .findFirst()
                    .orElse(column.toString())
                + " of table "
                + table.ref()
                + ": rows have come in since this transaction began, and the lake's statistics do"
                + " not prove that they hold no NULL. Run it again on the latest snapshot.");
      }
    }
  }

  private void addInlined(TableId id, long schemaVersion, long firstRowId) {
    if (!hasInlinedRows()) {
      return;
    }
    String name = inlinedTable.orElse("ducklake_inlined_data_" + id + "_" + schemaVersion);
    long nextRowId = firstRowId;
    boolean onlyInlined = true;
    List<Edit.NewInlinedRow> rows = new ArrayList<>();
    for (StagedInsert insert : table.inserts()) {
      onlyInlined &= insert.files().isEmpty();
      for (StagedRow row : insert.inlined()) {
        long rowId = row.rowId() == null ? nextRowId++ : row.rowId();
        rows.add(new Edit.NewInlinedRow(rowId, row.values()));
      }
    }
    edits.add(new Edit.InsertInlinedRows(name, fields(), rows));
    if (onlyInlined) {
      ids.nextFile(); // by which the reference knows that its statistics are old
    }
  }
}
