package io.quacklake.format;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed version of the lake.
 *
 * @param id its number
 * @param time when the commit began, by the clock of the writer or of the catalog database
 * @param schemaVersion changes whenever a schema, table, view or macro changes; global to the lake
 * @param changes what the commit did, in the catalog's own grammar ({@code
 *     inserted_into_table:1,…})
 * @param author who committed, where the writer said so
 * @param message the commit message
 * @param extraInfo free text of the writer, JSON by habit
 */
public record Snapshot(
    SnapshotId id,
    Instant time,
    long schemaVersion,
    @Nullable String changes,
    @Nullable String author,
    @Nullable String message,
    @Nullable String extraInfo) {}
