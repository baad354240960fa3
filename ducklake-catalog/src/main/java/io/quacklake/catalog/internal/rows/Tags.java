package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Comments: rows of {@code ducklake_tag}, {@code ducklake_column_tag} and {@code
 * ducklake_view_column_tag}.
 */
final class Tags {
  // A comment that was taken away is a row with a NULL value. The newest wins after a race.
  private static final String OF_OBJECTS =
      """
      SELECT t.object_id AS id, t.value AS tag_value
      FROM ducklake_tag t
      WHERE t.key = 'comment' AND t.value IS NOT NULL AND %s
      ORDER BY t.begin_snapshot
      """
          .formatted(Visible.at("t"));
  private static final String OF_COLUMNS =
      """
      SELECT t.column_id AS id, t.value AS tag_value
      FROM ducklake_column_tag t
      WHERE t.table_id = ? AND t.key = 'comment' AND t.value IS NOT NULL AND %s
      ORDER BY t.begin_snapshot
      """
          .formatted(Visible.at("t"));

  private static final String OF_VIEW_COLUMNS =
      """
      SELECT t.view_id AS id, t.column_name AS name, t.value AS tag_value
      FROM ducklake_view_column_tag t
      WHERE t.key = 'comment' AND t.value IS NOT NULL AND %s
      ORDER BY t.begin_snapshot
      """
          .formatted(Visible.at("t"));

  private Tags() {}

  /** Comments on tables and views, by their ids. */
  static Map<Long, String> ofObjects(Jdbc jdbc, SnapshotId snapshot) {
    Map<Long, String> comments = new HashMap<>();
    jdbc.each(
        quoted(jdbc, OF_OBJECTS),
        row -> comments.put(row.number("id"), row.text("tag_value")),
        snapshot.value(),
        snapshot.value());
    return comments;
  }

  /** Comments on the columns of a table, by their ids. */
  static Map<Long, String> ofColumns(Jdbc jdbc, TableId table, SnapshotId snapshot) {
    Map<Long, String> comments = new HashMap<>();
    jdbc.each(
        quoted(jdbc, OF_COLUMNS),
        row -> comments.put(row.number("id"), row.text("tag_value")),
        table.value(),
        snapshot.value(),
        snapshot.value());
    return comments;
  }

  /** Comments on the columns of views, by the views' ids and the columns' names. */
  static Map<Long, Map<String, String>> ofViewColumns(
      Jdbc jdbc, CatalogLayout layout, SnapshotId snapshot) {
    Map<Long, Map<String, String>> comments = new HashMap<>();
    if (layout.has("ducklake_view_column_tag")) {
      jdbc.each(
          quoted(jdbc, OF_VIEW_COLUMNS),
          row ->
              comments
                  .computeIfAbsent(row.number("id"), any -> new LinkedHashMap<>())
                  .put(row.text("name"), row.text("tag_value")),
          snapshot.value(),
          snapshot.value());
    }
    return comments;
  }

  /** {@code key} and {@code value} are reserved words in some databases. */
  static String quoted(Jdbc jdbc, String sql) {
    return sql.replace("t.key", "t." + jdbc.dialect().quote("key"))
        .replace("t.value", "t." + jdbc.dialect().quote("value"));
  }
}
