package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.LakeOption;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ducklake_metadata}. */
public final class OptionEdits {
  private final Jdbc jdbc;

  public OptionEdits(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param scopeId null for the lake
   */
  public void put(String key, String value, LakeOption.Scope scope, @Nullable Long scopeId) {
    if ((scope == LakeOption.Scope.LAKE) != (scopeId == null)) {
      throw new IllegalArgumentException(
          "An option of the lake has no scope id, any other has one: " + key + ", " + scope);
    }
    String sql =
        "UPDATE ducklake_metadata SET %s = ? WHERE %s = ? AND scope %s"
            .formatted(
                jdbc.dialect().quote("value"),
                jdbc.dialect().quote("key"),
                scopeId == null ? "IS NULL" : "= ? AND scope_id = ?");
    List<Object> binds = new ArrayList<>(List.of(value, key));
    String scopeName = scope.name().toLowerCase(Locale.ROOT);
    if (scopeId != null) {
      binds.add(scopeName);
      binds.add(scopeId);
    }
    if (jdbc.update(sql, binds) == 0) {
      Insert.into("ducklake_metadata", "key", "value", "scope", "scope_id")
          .row(key, value, scopeId == null ? null : scopeName, scopeId)
          .send(jdbc);
    }
  }
}
