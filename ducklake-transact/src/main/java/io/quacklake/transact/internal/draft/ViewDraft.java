package io.quacklake.transact.internal.draft;

import io.quacklake.format.TableRef;
import io.quacklake.format.schema.ViewInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A view as the transaction would have it.
 *
 * @param base the view of the base snapshot, null for a new one
 * @param schema where it is
 * @param info its id is temporary (negative) for a new view
 * @param tags those that change
 */
public record ViewDraft(
    @Nullable ViewInfo base,
    SchemaDraft schema,
    ViewInfo info,
    String uuid,
    Map<String, @Nullable String> tags) {
  public ViewDraft {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  static ViewDraft of(ViewInfo base, SchemaDraft schema) {
    return new ViewDraft(base, schema, base, "", Map.of());
  }

  static ViewDraft create(SchemaDraft schema, ViewInfo info) {
    return new ViewDraft(null, schema, info, UUID.randomUUID().toString(), Map.of());
  }

  /**
   * @param oldUuid that of the view, which it keeps
   */
  ViewDraft renamed(String name, String oldUuid) {
    ViewInfo renamed =
        new ViewInfo(
            info.id(),
            info.schema(),
            name,
            info.dialect(),
            info.sql(),
            info.columnAliases(),
            info.columnComments(),
            info.comment());
    return new ViewDraft(base, schema, renamed, oldUuid, tags);
  }

  ViewDraft withTag(String key, @Nullable String value) {
    Map<String, @Nullable String> changed = new LinkedHashMap<>(tags);
    changed.put(key, value);
    return new ViewDraft(base, schema, info, uuid, changed);
  }

  public TableRef ref() {
    return TableRef.of(schema.name(), info.name());
  }

  public boolean isNew() {
    return base == null;
  }

  public boolean isRenamed() {
    return base != null && !base.name().equals(info.name());
  }
}
