package io.quacklake.format.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view as of a snapshot.
 *
 * @param dialect the SQL dialect of {@code sql}, {@code duckdb} for the reference
 * @param columnAliases empty where the view names its columns by its query
 */
public record ViewInfo(
    long id,
    SchemaInfo schema,
    String name,
    String dialect,
    String sql,
    List<String> columnAliases,
    @Nullable String comment) {
  public ViewInfo {
    columnAliases = List.copyOf(columnAliases);
  }
}
