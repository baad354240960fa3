package io.quacklake.transact.internal.draft;

import io.quacklake.format.FieldId;
import io.quacklake.format.schema.Column;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tags of a table and of its columns that change; a null value ends one. */
final class TagChanges {
  /** The tag that is also the comment of a column. */
  static final String COMMENT = "comment";

  private final Map<String, @Nullable String> ofTable = new LinkedHashMap<>();
  private final Map<FieldId, Map<String, @Nullable String>> ofColumns = new LinkedHashMap<>();

  void put(String key, @Nullable String value) {
    ofTable.put(key, value);
  }

  void put(FieldId column, String key, @Nullable String value) {
    ofColumns.computeIfAbsent(column, each -> new LinkedHashMap<>()).put(key, value);
  }

  /** The comment that a new column comes with, if it has one. */
  void putComment(Column added) {
    if (added.comment() != null) {
      put(added.id(), COMMENT, added.comment());
    }
  }

  /** Forgets a column that is dropped. */
  void remove(FieldId column) {
    ofColumns.remove(column);
  }

  Map<String, @Nullable String> ofTable() {
    return Collections.unmodifiableMap(ofTable);
  }

  Map<FieldId, Map<String, @Nullable String>> ofColumns() {
    return Collections.unmodifiableMap(ofColumns);
  }
}
