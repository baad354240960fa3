package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.FieldId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import java.util.Map;
import java.util.TreeMap;

/** All rows of {@code ducklake_tag} and {@code ducklake_column_tag}, whatever their keys. */
public final class TagRows {
  private static final String ALL_OF_OBJECT =
      """
      SELECT t.key AS tag_key, t.value AS tag_value
      FROM ducklake_tag t
      WHERE t.object_id = ? AND t.value IS NOT NULL AND %s
      ORDER BY t.begin_snapshot
      """
          .formatted(Visible.at("t"));
  private static final String ALL_OF_COLUMNS =
      """
      SELECT t.column_id AS id, t.key AS tag_key, t.value AS tag_value
      FROM ducklake_column_tag t
      WHERE t.table_id = ? AND t.value IS NOT NULL AND %s
      ORDER BY t.begin_snapshot
      """
          .formatted(Visible.at("t"));

  private final Jdbc jdbc;

  public TagRows(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** All tags of a table or view, comments among them. */
  public Map<String, String> of(long object, SnapshotId snapshot) {
    Map<String, String> tags = new TreeMap<>();
    jdbc.each(
        Tags.quoted(jdbc, ALL_OF_OBJECT),
        row -> tags.put(row.text("tag_key"), row.text("tag_value")),
        object,
        snapshot.value(),
        snapshot.value());
    return tags;
  }

  /** All tags of a table's columns, comments among them. */
  public Map<FieldId, Map<String, String>> ofColumns(TableId table, SnapshotId snapshot) {
    Map<FieldId, Map<String, String>> tags = new TreeMap<>();
    jdbc.each(
        Tags.quoted(jdbc, ALL_OF_COLUMNS),
        row ->
            tags.computeIfAbsent(new FieldId(row.number("id")), any -> new TreeMap<>())
                .put(row.text("tag_key"), row.text("tag_value")),
        table.value(),
        snapshot.value(),
        snapshot.value());
    return tags;
  }
}
