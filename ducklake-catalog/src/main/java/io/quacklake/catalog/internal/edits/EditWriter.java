package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a commit, the same kinds of rows together and in an order in which what ends is not what
 * has just begun. The snapshot's row comes first, since its key is what two writers collide on.
 */
public final class EditWriter {
  private final Jdbc jdbc;
  private final CatalogLayout layout;

  public EditWriter(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.layout = layout;
  }

  /** The time of the snapshot. */
  public Instant write(NewSnapshot snapshot, List<Edit> edits) {
    ByKind all = new ByKind(edits);
    Rows rows = new Rows(jdbc, snapshot.id());
    SnapshotEdits snapshots = new SnapshotEdits(jdbc, snapshot);
    SchemaEdits schemas = new SchemaEdits(jdbc, rows, snapshot.id());
    ViewEdits views = new ViewEdits(jdbc, rows, snapshot.id());
    ColumnEdits columns = new ColumnEdits(jdbc, rows, snapshot.id());
    SpecEdits specs = new SpecEdits(jdbc, rows, snapshot.id());
    FileEdits files = new FileEdits(jdbc, layout, rows);
    InlinedEdits inlined = new InlinedEdits(jdbc, layout, rows, snapshot);

    Instant time = snapshots.insert();
    schemas.drop(all.of(Edit.DropSchema.class));
    schemas.end(all.of(Edit.EndTable.class));
    schemas.dropTables(all.of(Edit.DropTable.class));
    views.end(all.of(Edit.EndView.class));
    columns.end(all.of(Edit.EndColumns.class));
    files.end(all.of(Edit.EndDataFiles.class));
    files.replaceDataFiles(all.of(Edit.ReplaceDataFiles.class));
    files.replaceDeleteFiles(all.of(Edit.ReplaceDeleteFile.class));
    inlined.endRows(all.of(Edit.EndInlinedRows.class));

    schemas.create(all.of(Edit.CreateSchema.class));
    List<Edit.BeginTable> begun = all.of(Edit.BeginTable.class);
    schemas.begin(begun);
    inlined.prepareDeletes(begun);
    columns.begin(all.of(Edit.BeginColumns.class));
    specs.partition(all.of(Edit.SetPartitioning.class));
    views.begin(all.of(Edit.BeginView.class));
    views.tag(all.of(Edit.SetTag.class));
    columns.tag(all.of(Edit.SetColumnTag.class));
    inlined.createTables(all.of(Edit.CreateInlinedTable.class));
    specs.sort(all.of(Edit.SetSortOrder.class));
    files.addMappings(all.of(Edit.AddNameMapping.class));
    new StatsEdits(jdbc).put(all.of(Edit.PutTableStats.class), rows);
    files.add(all.of(Edit.AddDataFiles.class));
    files.addDeleteFiles(all.of(Edit.AddDeleteFiles.class));
    inlined.insertRows(all.of(Edit.InsertInlinedRows.class));
    inlined.deletePositions(all.of(Edit.DeleteInlined.class));
    snapshots.changeSchemas(all.of(Edit.ChangeTableSchema.class));
    snapshots.insertChanges();
    all.requireNone();
    return time;
  }

  /** The edits of each kind, in their order. */
  private static final class ByKind {
    private final Map<Class<?>, List<Edit>> kinds = new HashMap<>();

    ByKind(List<Edit> edits) {
      edits.forEach(
          edit -> kinds.computeIfAbsent(edit.getClass(), kind -> new ArrayList<>()).add(edit));
    }

    <E extends Edit> List<E> of(Class<E> kind) {
      List<Edit> edits = kinds.remove(kind);
      return edits == null ? List.of() : edits.stream().map(kind::cast).toList();
    }

    /** A kind that nobody writes would be lost silently. */
    void requireNone() {
      if (!kinds.isEmpty()) {
        throw new IllegalStateException("Nothing writes " + kinds.keySet());
      }
    }
  }
}
