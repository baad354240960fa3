package io.quacklake.transact.internal.commit;

import io.quacklake.format.TableRef;
import io.quacklake.format.change.ChangeKind;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.transact.internal.draft.LakeDraft;
import io.quacklake.transact.internal.draft.SchemaDraft;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.draft.ViewDraft;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedDelete.How;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Lists what a transaction wants to do. */
final class OurChanges {
  private OurChanges() {}

  /** Empty if nothing is changed. */
  static List<OurChange> of(LakeDraft draft) {
    List<OurChange> all = new ArrayList<>();
    for (SchemaInfo schema : draft.droppedSchemas()) {
      all.add(OurChange.ofSchema(ChangeKind.DROPPED_SCHEMA, schema.id().value(), schema.name()));
    }
    for (TableInfo table : draft.droppedTables()) {
      all.add(OurChange.of(ChangeKind.DROPPED_TABLE, table.id().value(), table.ref()));
    }
    for (ViewInfo view : draft.droppedViews()) {
      TableRef name = TableRef.of(view.schema().name(), view.name());
      all.add(OurChange.of(ChangeKind.DROPPED_VIEW, view.id(), name));
    }
    for (SchemaDraft schema : draft.newSchemas()) {
      all.add(OurChange.ofSchema(ChangeKind.CREATED_SCHEMA, null, schema.name()));
    }
    draft.tables().forEach(table -> add(table, all));
    draft.views().forEach(view -> add(view, all));
    return all;
  }

  private static void add(TableDraft table, List<OurChange> all) {
    if (table.isNew() || table.isRenamed()) {
      all.add(OurChange.naming(ChangeKind.CREATED_TABLE, table.ref(), table.schema().info().id()));
    }
    if (table.base().isPresent()) {
      TableInfo base = table.base().get().info();
      if (table.isRenamed() || TableChange.of(table).isAltered()) {
        // A rename of ours is in the way of whatever an alteration is in the way of.
        all.add(OurChange.of(ChangeKind.ALTERED_TABLE, base.id().value(), base.ref()));
      }
      for (ChangeKind kind : rowChanges(table)) {
        all.add(OurChange.of(kind, base.id().value(), base.ref()));
      }
    }
  }

  private static void add(ViewDraft view, List<OurChange> all) {
    if (view.isNew() || view.isRenamed()) {
      all.add(OurChange.naming(ChangeKind.CREATED_VIEW, view.ref(), view.schema().info().id()));
    }
    ViewInfo base = view.base();
    if (base != null && (view.isRenamed() || !view.tags().isEmpty())) {
      TableRef name = TableRef.of(view.schema().name(), base.name());
      all.add(OurChange.of(ChangeKind.ALTERED_VIEW, base.id(), name));
    }
  }

  /** What is done to the rows of a table. */
  static Set<ChangeKind> rowChanges(TableDraft table) {
    Set<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
    table
        .inserts()
        .forEach(
            insert -> {
              if (!insert.files().isEmpty()) {
                kinds.add(ChangeKind.INSERTED_INTO_TABLE);
              }
              if (!insert.inlined().isEmpty()) {
                kinds.add(ChangeKind.INLINED_INSERT);
              }
            });
    if (!table.compactions().isEmpty()) {
      kinds.add(ChangeKind.MERGE_ADJACENT);
    }
    StagedDelete deleted = table.deleted();
    if (!deleted.inlinedRows().isEmpty()) {
      kinds.add(ChangeKind.INLINED_DELETE);
    }
    for (StagedDelete.OfFile file : deleted.files()) {
      kinds.add(
          file.how() == How.INLINED ? ChangeKind.INLINED_DELETE : ChangeKind.DELETED_FROM_TABLE);
    }
    return kinds;
  }
}
