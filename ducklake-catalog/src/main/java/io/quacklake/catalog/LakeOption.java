package io.quacklake.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A setting that the catalog keeps for all of its users.
 *
 * @param scopeId the schema's or table's id; null for the lake
 */
public record LakeOption(String key, String value, Scope scope, @Nullable Long scopeId) {
  /** What a setting is for; the narrowest wins. */
  public enum Scope {
    LAKE,
    SCHEMA,
    TABLE
  }
}
