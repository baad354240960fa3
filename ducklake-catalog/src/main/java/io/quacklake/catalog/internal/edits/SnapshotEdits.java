package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.catalog.dialect.BoundValue;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Rows of {@code ducklake_snapshot}, {@code _snapshot_changes} and {@code _schema_versions}. */
final class SnapshotEdits {
  private final Jdbc jdbc;
  private final NewSnapshot snapshot;

  SnapshotEdits(Jdbc jdbc, NewSnapshot snapshot) {
    this.jdbc = jdbc;
    this.snapshot = snapshot;
  }

  /** The time that the row has. */
  Instant insert() {
    Dialect dialect = jdbc.dialect();
    Instant clock = Instant.now().truncatedTo(ChronoUnit.MICROS);
    BoundValue ours = dialect.time(clock);
    Insert.into(
            "ducklake_snapshot",
            "snapshot_id",
            "snapshot_time",
            "schema_version",
            "next_catalog_id",
            "next_file_id")
        .row(
            snapshot.id().value(),
            ours == null ? dialect.now() : ours,
            snapshot.schemaVersion(),
            snapshot.nextCatalogId(),
            snapshot.nextFileId())
        .send(jdbc);
    return ours == null ? written() : clock;
  }

  private Instant written() {
    String time = jdbc.dialect().instantExpression("s.snapshot_time");
    return jdbc.first(
            "SELECT " + time + " AS snapshot_time FROM ducklake_snapshot s WHERE s.snapshot_id = ?",
            row -> row.instant("snapshot_time"),
            snapshot.id().value())
        .orElseThrow();
  }

  void insertChanges() {
    Insert.into(
            "ducklake_snapshot_changes",
            "snapshot_id",
            "changes_made",
            "author",
            "commit_message",
            "commit_extra_info")
        .row(
            snapshot.id().value(),
            snapshot.changes(),
            snapshot.author(),
            snapshot.message(),
            snapshot.extraInfo())
        .send(jdbc);
  }

  void changeSchemas(List<Edit.ChangeTableSchema> edits) {
    Insert insert =
        Insert.into("ducklake_schema_versions", "begin_snapshot", "schema_version", "table_id");
    for (Edit.ChangeTableSchema edit : edits) {
      insert.row(snapshot.id().value(), snapshot.schemaVersion(), edit.table().value());
    }
    insert.send(jdbc);
  }
}
