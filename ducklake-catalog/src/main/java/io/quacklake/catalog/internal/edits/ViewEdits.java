package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.schema.ViewInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of {@code ducklake_view} and {@code ducklake_tag}. */
final class ViewEdits {
  private final Jdbc jdbc;
  private final Rows rows;
  private final long snapshot;

  ViewEdits(Jdbc jdbc, Rows rows, SnapshotId snapshot) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.snapshot = snapshot.value();
  }

  void begin(List<Edit.BeginView> edits) {
    Insert insert =
        Insert.into(
            "ducklake_view",
            "view_id",
            "view_uuid",
            "begin_snapshot",
            "end_snapshot",
            "schema_id",
            "view_name",
            "dialect",
            "sql",
            "column_aliases");
    for (Edit.BeginView edit : edits) {
      ViewInfo view = edit.view();
      insert.row(
          view.id(),
          jdbc.dialect().uuid(edit.uuid()),
          snapshot,
          null,
          view.schema().id().value(),
          view.name(),
          view.dialect(),
          view.sql(),
          view.columnAliases().stream()
              .map(alias -> '"' + alias.replace("\"", "\"\"") + '"')
              .collect(Collectors.joining(",")));
    }
    insert.send(jdbc);
  }

  void end(List<Edit.EndView> edits) {
    List<Long> ids = edits.stream().map(Edit.EndView::id).toList();
    rows.end("ducklake_view", "view_id", ids, Map.of());
    List<Long> withTags =
        edits.stream()
            .filter(edit -> edit.tags() == Edit.EndView.Tags.ENDED)
            .map(Edit.EndView::id)
            .toList();
    rows.endAny("ducklake_tag", "object_id", withTags, Map.of());
  }

  void tag(List<Edit.SetTag> edits) {
    Insert insert =
        Insert.into("ducklake_tag", "object_id", "begin_snapshot", "end_snapshot", "key", "value");
    for (Edit.SetTag edit : edits) {
      rows.endAny("ducklake_tag", "object_id", List.of(edit.objectId()), Map.of("key", edit.key()));
      insert.row(edit.objectId(), snapshot, null, edit.key(), edit.value());
    }
    insert.send(jdbc);
  }
}
