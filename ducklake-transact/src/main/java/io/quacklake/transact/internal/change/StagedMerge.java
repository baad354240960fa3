package io.quacklake.transact.internal.change;

import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedInsert;

/**
 * What a merge comes to.
 *
 * @param before rows that go: those that are deleted, and updated ones in their old versions
 * @param updated new versions, which keep the ids
 */
public record StagedMerge(
    StagedDelete before, StagedInsert updated, StagedInsert inserted, long deletedRows) {}
