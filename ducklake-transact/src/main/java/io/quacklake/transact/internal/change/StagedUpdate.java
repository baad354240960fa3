package io.quacklake.transact.internal.change;

import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedInsert;

/** Rows in their old versions, which go, and in their new ones, which keep the ids. */
public record StagedUpdate(StagedDelete before, StagedInsert after) {
  /** Nothing at all. */
  public static final StagedUpdate NONE = new StagedUpdate(StagedDelete.NONE, StagedInsert.NONE);
}
