package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.LakeOption;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ducklake_metadata}. */
public final class MetadataRows {
  private static final String ALL =
      """
      SELECT m.%s AS option_key, m.%s AS option_value, %s, %s
      FROM ducklake_metadata m
      """;

  private final Jdbc jdbc;
  private final Set<String> columns;

  /**
   * @param columns those of the table: specification 0.1 has no scopes
   */
  public MetadataRows(Jdbc jdbc, Set<String> columns) {
    this.jdbc = jdbc;
    this.columns = columns;
  }

  public List<LakeOption> all() {
    return jdbc.unlessWritten("options", this::read);
  }

  private List<LakeOption> read() {
    boolean scoped = columns.contains("scope");
    String sql =
        ALL.formatted(
            jdbc.dialect().quote("key"),
            jdbc.dialect().quote("value"),
            scoped ? "m.scope" : "NULL AS scope",
            scoped ? "m.scope_id" : "NULL AS scope_id");
    return Collections.unmodifiableList(jdbc.query(sql, MetadataRows::map));
  }

  private static LakeOption map(Row row) {
    String key = row.text("option_key");
    @Nullable String scope = row.textOrNull("scope");
    if (scope == null) {
      return new LakeOption(key, row.text("option_value"), LakeOption.Scope.LAKE, null);
    }
    LakeOption.Scope known =
        switch (scope) {
          case "schema" -> LakeOption.Scope.SCHEMA;
          case "table" -> LakeOption.Scope.TABLE;
          default ->
              throw new UnsupportedFeatureException(
                  "option scope " + scope,
                  "The option %s of the lake has the unknown scope %s (ducklake_metadata)."
                      .formatted(key, scope));
        };
    Long id = row.numberOrNull("scope_id");
    if (id == null) {
      throw new CorruptLakeException(
          "The option %s has scope %s but no scope_id (ducklake_metadata).".formatted(key, scope));
    }
    return new LakeOption(key, row.text("option_value"), known, id);
  }
}
