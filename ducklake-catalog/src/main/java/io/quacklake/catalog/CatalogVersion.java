package io.quacklake.catalog;

import io.quacklake.format.SnapshotId;
import java.time.Instant;

/**
 * Tells one state of a catalog from another: whatever changes what the newest snapshot sees commits
 * a snapshot. The time is there for a catalog that is made anew and counts from 0 again.
 *
 * @param newest the highest snapshot id
 * @param time the latest time of a snapshot
 */
public record CatalogVersion(SnapshotId newest, Instant time) {}
