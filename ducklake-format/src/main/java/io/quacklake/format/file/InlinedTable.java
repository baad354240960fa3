package io.quacklake.format.file;

import io.quacklake.format.type.Field;
import java.util.List;

/**
 * Rows of a table that lie in the catalog itself, written under one version of its schema.
 *
 * @param tableName the catalog table that holds them
 * @param fields the table's columns as they were at that version, in the order of the catalog table
 * @param visibleRows its rows that are in the set that was asked for: visible at a snapshot, or
 *     others
 */
public record InlinedTable(
    String tableName, long schemaVersion, List<Field> fields, long visibleRows) {
  public InlinedTable {
    fields = List.copyOf(fields);
  }

  /** The same for a reader of nothing but row ids and snapshots. */
  public InlinedTable withoutFields() {
    return new InlinedTable(tableName, schemaVersion, List.of(), visibleRows);
  }
}
