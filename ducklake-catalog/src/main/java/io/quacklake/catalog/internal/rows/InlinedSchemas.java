package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Jdbc.TableColumn;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of an inlined table: those of the lake's table at the inlined table's schema
 * version. Many inlined tables have no row of their own in {@code ducklake_schema_versions}; then
 * the newest version before it counts (pitfalls P3). What is found has to agree with the names of
 * the columns that the inlined table really has.
 */
final class InlinedSchemas {
  private static final String VERSIONS =
      """
      SELECT v.begin_snapshot
      FROM ducklake_schema_versions v
      WHERE %s v.schema_version <= ?
      ORDER BY v.schema_version DESC, v.begin_snapshot DESC
      """;
  // Up to specification 0.2 the snapshots alone tell when a version began.
  private static final String SNAPSHOTS =
      """
      SELECT MIN(s.snapshot_id) AS begin_snapshot
      FROM ducklake_snapshot s
      WHERE s.schema_version <= ?
      GROUP BY s.schema_version
      ORDER BY s.schema_version DESC
      """;
  private static final String COLUMN_CHANGES =
      """
      SELECT DISTINCT c.begin_snapshot
      FROM ducklake_column c
      WHERE c.table_id = ?
      ORDER BY c.begin_snapshot DESC
      """;

  private final Jdbc jdbc;
  private final CatalogLayout layout;
  private final ColumnRows columns;

  InlinedSchemas(Jdbc jdbc, CatalogLayout layout, ColumnRows columns) {
    this.jdbc = jdbc;
    this.layout = layout;
    this.columns = columns;
  }

  /**
   * @param declared the inlined table's columns, system columns left out
   */
  List<Field> fields(
      TableId table, long schemaVersion, String inlinedTable, List<TableColumn> declared) {
    @Nullable SnapshotId newest = null;
    for (long begin : candidates(table, schemaVersion)) {
      SnapshotId snapshot = new SnapshotId(begin);
      // The versions come newest first. An older one only counts if the newest cannot be meant.
      if (newest == null) {
        newest = snapshot;
      }
      List<Field> fields = columns.of(table, snapshot).stream().map(Column::field).toList();
      if (agree(fields, declared)) {
        return fields;
      }
    }
    throw new CorruptLakeException(
        "The inlined table %s has the columns %s; table %s had no such columns at schema version %d%s."
            .formatted(
                inlinedTable,
                declared.stream().map(TableColumn::name).toList(),
                table,
                schemaVersion,
                newest == null ? "" : " (snapshot " + newest + ")"));
  }

  private Set<Long> candidates(TableId table, long schemaVersion) {
    List<Long> begins;
    if (layout.has("ducklake_schema_versions", "table_id")) {
      begins = begins(VERSIONS.formatted("v.table_id = ? AND"), table.value(), schemaVersion);
    } else if (layout.has("ducklake_schema_versions")) {
      begins = begins(VERSIONS.formatted(""), schemaVersion);
    } else {
      begins = begins(SNAPSHOTS, schemaVersion);
    }
    Set<Long> candidates = new LinkedHashSet<>(begins);
    candidates.addAll(begins(COLUMN_CHANGES, table.value()));
    return candidates;
  }

  private List<Long> begins(String sql, Object... binds) {
    return new ArrayList<>(jdbc.query(sql, row -> row.number("begin_snapshot"), binds));
  }

  private boolean agree(List<Field> fields, List<TableColumn> declared) {
    if (fields.size() != declared.size()) {
      return false;
    }
    for (int i = 0; i < declared.size(); i++) {
      Field field = fields.get(i);
      TableColumn column = declared.get(i);
      // Some databases fold the case of names.
      if (!field.name().equalsIgnoreCase(column.name())
          || !jdbc.dialect().holds(column.type(), field.type())) {
        return false;
      }
    }
    return true;
  }
}
