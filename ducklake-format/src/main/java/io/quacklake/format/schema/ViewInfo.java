package io.quacklake.format.schema;

import io.quacklake.format.TableRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view as of a snapshot.
 *
 * @param dialect the SQL dialect of {@code sql}, {@code duckdb} for the reference
 * @param columnAliases new names for the first columns of the query
 * @param columnComments comments on columns, by the names that these have in the query
 *     (specification 1.1)
 */
public record ViewInfo(
    long id,
    SchemaInfo schema,
    String name,
    String dialect,
    String sql,
    List<String> columnAliases,
    Map<String, String> columnComments,
    @Nullable String comment) {
  public ViewInfo {
    columnAliases = List.copyOf(columnAliases);
    columnComments = Collections.unmodifiableMap(new LinkedHashMap<>(columnComments));
  }

  /** A view without comments on its columns. */
  public ViewInfo(
      long id,
      SchemaInfo schema,
      String name,
      String dialect,
      String sql,
      List<String> columnAliases,
      @Nullable String comment) {
    this(id, schema, name, dialect, sql, columnAliases, Map.of(), comment);
  }

  /** The view's qualified name. */
  public TableRef ref() {
    return TableRef.of(schema.name(), name);
  }
}
