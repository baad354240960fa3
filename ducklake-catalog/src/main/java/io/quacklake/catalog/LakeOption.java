package io.quacklake.catalog;

import io.quacklake.format.SchemaId;
import io.quacklake.format.TableId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A setting that the catalog keeps for all of its users.
 *
 * @param scopeId the schema's or table's id; null for the lake
 * @param scopeName what that schema or table is called at the latest snapshot, quoted as in SQL;
 *     null for the lake, and for what is no longer there
 */
public record LakeOption(
    String key, String value, Scope scope, @Nullable Long scopeId, @Nullable String scopeName) {
  public LakeOption(String key, String value, Scope scope, @Nullable Long scopeId) {
    this(key, value, scope, scopeId, null);
  }

  LakeOption named(@Nullable String name) {
    return new LakeOption(key, value, scope, scopeId, name);
  }

  boolean appliesTo(@Nullable SchemaId schema, @Nullable TableId table) {
    return switch (scope) {
      case LAKE -> true;
      case SCHEMA -> schema != null && Objects.equals(scopeId, schema.value());
      case TABLE -> table != null && Objects.equals(scopeId, table.value());
    };
  }

  /** What a setting is for; the narrowest wins. */
  public enum Scope {
    LAKE,
    SCHEMA,
    TABLE
  }
}
