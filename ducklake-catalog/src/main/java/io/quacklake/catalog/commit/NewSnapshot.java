package io.quacklake.catalog.commit;

import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code ducklake_snapshot} and {@code ducklake_snapshot_changes} of one commit. Its
 * time is the catalog database's own, or the client's where the database keeps none.
 *
 * @param schemaVersion one more than before if a schema, table, view or macro changes
 * @param nextCatalogId the next id after those that this commit uses
 * @param nextFileId the next id after those that this commit uses
 * @param changes what the commit does, in the grammar of {@code changes_made}
 */
public record NewSnapshot(
    SnapshotId id,
    long schemaVersion,
    long nextCatalogId,
    long nextFileId,
    String changes,
    @Nullable String author,
    @Nullable String message,
    @Nullable String extraInfo) {
  /** The same once it has a time. */
  public Snapshot at(Instant time) {
    return new Snapshot(id, time, schemaVersion, changes, author, message, extraInfo);
  }
}
