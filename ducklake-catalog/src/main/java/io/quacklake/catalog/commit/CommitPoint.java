package io.quacklake.catalog.commit;

import io.quacklake.format.SnapshotId;

/**
 * The newest row of {@code ducklake_snapshot}: what a commit builds on.
 *
 * @param nextCatalogId the next id of a schema, table, view, macro, partition spec or sort order
 * @param nextFileId the next id of a data file, delete file or name mapping
 */
public record CommitPoint(SnapshotId id, long schemaVersion, long nextCatalogId, long nextFileId) {}
