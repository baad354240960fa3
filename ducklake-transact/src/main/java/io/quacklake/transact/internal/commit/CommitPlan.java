package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.Catalog;
import io.quacklake.catalog.CatalogWriter;
import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.format.FieldId;
import io.quacklake.format.SchemaId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.change.Change;
import io.quacklake.format.change.ChangeKind;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.internal.draft.LakeDraft;
import io.quacklake.transact.internal.draft.SchemaDraft;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.draft.ViewDraft;
import io.quacklake.transact.internal.stage.StagedDeleteFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of one attempt to commit. */
final class CommitPlan {
  private static final Set<ChangeKind> INSERTS =
      EnumSet.of(ChangeKind.INSERTED_INTO_TABLE, ChangeKind.INLINED_INSERT);

  private final Catalog catalog;
  private final CatalogWriter writer;
  private final LakeDraft draft;
  private final Map<TableDraft, List<StagedDeleteFile>> deleteFiles;
  private final CommitPoint point;
  private final Ids ids;

  /** Tables that others have put rows into. */
  private final Set<Long> grown = new HashSet<>();

  private final List<Edit> edits = new ArrayList<>();
  private final ChangesText changes = new ChangesText();
  private boolean isSchemaChange;

  /**
   * @param others the snapshots after the base
   */
  CommitPlan(
      Catalog catalog,
      CatalogWriter writer,
      LakeDraft draft,
      Map<TableDraft, List<StagedDeleteFile>> deleteFiles,
      CommitPoint point,
      List<Snapshot> others) {
    this.catalog = catalog;
    this.writer = writer;
    this.draft = draft;
    this.deleteFiles = deleteFiles;
    this.point = point;
    this.ids = new Ids(point);
    for (Snapshot other : others) {
      for (Change change : Change.parse(other.changes())) {
        if (INSERTS.contains(change.kind())) {
          change.id().ifPresent(grown::add);
        }
      }
    }
  }

  /** Writes the commit. */
  Snapshot write(CommitInfo info) {
    drops();
    for (SchemaDraft schema : draft.newSchemas()) {
      create(schema);
    }
    Map<TableDraft, TableEdits> tables = new LinkedHashMap<>();
    for (TableDraft table : draft.tables()) {
      tables.put(table, define(table));
    }
    draft.views().forEach(this::change);
    long version = point.schemaVersion() + (isSchemaChange ? 1 : 0);
    tables.forEach(
        (table, rows) -> {
          Set<FieldId> withoutNull =
              grown.contains(table.id().value()) ? Set.of() : table.withoutNullAtBase();
          rows.fill(version, deleteFiles.getOrDefault(table, List.of()), withoutNull);
        });
    return writer.write(
        new NewSnapshot(
            ids.snapshot(),
            version,
            ids.catalogEnd(),
            ids.fileEnd(),
            changes.toString(),
            info.author(),
            info.message(),
            info.extraInfo()),
        edits);
  }

  private void drops() {
    for (SchemaInfo schema : draft.droppedSchemas()) {
      edits.add(new Edit.DropSchema(schema.id()));
      changes.add(ChangeKind.DROPPED_SCHEMA, schema.id().value());
      isSchemaChange = true;
    }
    for (TableInfo table : draft.droppedTables()) {
      edits.add(new Edit.DropTable(table.id()));
      changes.add(ChangeKind.DROPPED_TABLE, table.id().value());
      isSchemaChange = true;
    }
    for (ViewInfo view : draft.droppedViews()) {
      edits.add(new Edit.EndView(view.id(), Edit.EndView.Tags.ENDED));
      changes.add(ChangeKind.DROPPED_VIEW, view.id());
      isSchemaChange = true;
    }
  }

  private void create(SchemaDraft schema) {
    long id = ids.give(schema.info().id().value());
    edits.add(
        new Edit.CreateSchema(
            new SchemaId(id), schema.uuid(), schema.name(), schema.info().path()));
    changes.addSchema(schema.name());
    isSchemaChange = true;
  }

  private TableEdits define(TableDraft table) {
    TableEdits tableEdits =
        new TableEdits(table, writer, ids, point.id(), catalog::canInline, edits, changes);
    isSchemaChange |= tableEdits.define();
    return tableEdits;
  }

  private void change(ViewDraft view) {
    ViewInfo info = view.info();
    if (view.isNew() || view.isRenamed()) {
      long id = view.isNew() ? ids.give(info.id()) : info.id();
      if (view.isRenamed()) {
        edits.add(new Edit.EndView(id, Edit.EndView.Tags.KEPT));
      }
      edits.add(new Edit.BeginView(withIds(view, id), view.uuid()));
      changes.add(ChangeKind.CREATED_VIEW, view.ref());
      isSchemaChange = true;
    }
    if (!view.tags().isEmpty()) {
      long id = ids.of(info.id());
      view.tags().forEach((key, value) -> edits.add(new Edit.SetTag(id, key, value)));
      if (!view.isNew()) {
        changes.add(ChangeKind.ALTERED_VIEW, id);
      }
      isSchemaChange = true;
    }
  }

  private ViewInfo withIds(ViewDraft view, long id) {
    SchemaInfo schema = view.schema().info();
    ViewInfo info = view.info();
    return new ViewInfo(
        id,
        new SchemaInfo(ids.of(schema.id()), schema.name(), schema.path()),
        info.name(),
        info.dialect(),
        info.sql(),
        info.columnAliases(),
        info.columnComments(),
        info.comment());
  }
}
