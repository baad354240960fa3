package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.ViewInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Rows of {@code ducklake_view}. */
public final class ViewRows {
  private static final String VISIBLE =
      """
      SELECT v.view_id, v.schema_id, v.view_name, v.dialect, v.%s AS query, v.column_aliases
      FROM ducklake_view v
      WHERE %s
      ORDER BY v.view_name
      """;

  private static final String UUID =
      """
      SELECT v.view_uuid AS uuid
      FROM ducklake_view v
      WHERE v.view_id = ?
      """;

  private final Jdbc jdbc;
  private final CatalogLayout layout;

  public ViewRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.layout = layout;
  }

  /** The views of a snapshot that lie in one of {@code schemas}, the snapshot's schemas. */
  public List<ViewInfo> at(SnapshotId snapshot, List<SchemaInfo> schemas) {
    Map<SchemaId, SchemaInfo> byId = new HashMap<>();
    schemas.forEach(schema -> byId.put(schema.id(), schema));
    Map<Long, String> comments = Tags.ofObjects(jdbc, snapshot);
    Map<Long, Map<String, String>> columnComments = Tags.ofViewColumns(jdbc, layout, snapshot);
    List<ViewInfo> views = new ArrayList<>();
    jdbc.each(
        VISIBLE.formatted(jdbc.dialect().quote("sql"), Visible.at("v")),
        row -> {
          SchemaInfo schema = byId.get(new SchemaId(row.number("schema_id")));
          if (schema != null) {
            views.add(map(row, schema, columnComments, comments));
          }
        },
        snapshot.value(),
        snapshot.value());
    return views;
  }

  /** The uuid of a view, which stays when it is renamed. */
  public Optional<String> uuid(long view) {
    return jdbc.first(UUID, row -> row.text("uuid"), view);
  }

  private static ViewInfo map(
      Row row,
      SchemaInfo schema,
      Map<Long, Map<String, String>> columnComments,
      Map<Long, String> comments) {
    long id = row.number("view_id");
    return new ViewInfo(
        id,
        schema,
        row.text("view_name"),
        row.text("dialect"),
        row.text("query"),
        aliases(Objects.requireNonNullElse(row.textOrNull("column_aliases"), ""), id),
        columnComments.getOrDefault(id, Map.of()),
        comments.get(id));
  }

  /** Reads {@code "a","b ""c"""}. */
  private static List<String> aliases(String text, long view) {
    List<String> aliases = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder alias = new StringBuilder();
      if (text.charAt(at) == '"') {
        for (at++; at < text.length(); at++) {
          if (text.charAt(at) == '"') {
            if (at + 1 == text.length() || text.charAt(at + 1) != '"') {
              break;
            }
            at++;
          }
          alias.append(text.charAt(at));
        }
        at++;
      } else {
        while (at < text.length() && text.charAt(at) != ',') {
          alias.append(text.charAt(at++));
        }
      }
      aliases.add(alias.toString().strip());
      if (at < text.length() && text.charAt(at) != ',') {
        throw new CorruptLakeException(
            "The column aliases of view %d cannot be read: %s".formatted(view, text));
      }
      at++;
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }
    return aliases;
  }
}
