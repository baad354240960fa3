package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.LakePath;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.SchemaInfo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rows of {@code ducklake_schema}. */
public final class SchemaRows {
  private static final String TABLE = "ducklake_schema";
  private static final Set<String> KNOWN =
      Set.of(
          "schema_id",
          "schema_uuid",
          "begin_snapshot",
          "end_snapshot",
          "schema_name",
          "path",
          "path_is_relative");
  private static final String VISIBLE =
      """
      SELECT s.schema_id, s.schema_name, %s, %s%s
      FROM ducklake_schema s
      WHERE %s
      ORDER BY s.schema_name
      """;

  private final Jdbc jdbc;
  private final String visible;

  /** Columns that a newer specification has added, for nested schemas among others. */
  private final Set<String> unknown;

  public SchemaRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.unknown = new TreeSet<>(layout.columns(TABLE));
    this.unknown.removeAll(KNOWN);
    this.visible =
        VISIBLE.formatted(
            layout.columnOrNull(TABLE, "s", "path"),
            layout.columnOrNull(TABLE, "s", "path_is_relative"),
            unknown.stream().map(each -> ", s." + each).collect(Collectors.joining()),
            Visible.at("s"));
  }

  /**
   * The schemas of a snapshot.
   *
   * @throws UnsupportedFeatureException if one of them says more than this version understands
   */
  public List<SchemaInfo> at(SnapshotId snapshot) {
    return jdbc.query(visible, this::map, snapshot.value(), snapshot.value());
  }

  private SchemaInfo map(Row row) {
    String name = row.text("schema_name");
    for (String column : unknown) {
      String value = row.textOrNull(column);
      if (value != null) {
        throw new UnsupportedFeatureException(
            "schema with " + column,
            "The schema %s has %s = %s, which this version does not understand; perhaps it lies in"
                    .formatted(name, column, value)
                + " another schema. Use a newer version.");
      }
    }
    return new SchemaInfo(new SchemaId(row.number("schema_id")), name, path(row));
  }

  /** NULL, or no such column, means that the parent's path is this one's. */
  static LakePath path(Row row) {
    String path = row.textOrNull("path");
    Boolean relative = row.flagOrNull("path_is_relative");
    return path == null ? LakePath.PARENT : new LakePath(path, relative == null || relative);
  }
}
