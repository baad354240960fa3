package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.commit.NewColumn;
import io.quacklake.format.FieldId;
import io.quacklake.transact.internal.draft.BaseTable;
import io.quacklake.transact.internal.draft.ColumnRow;
import io.quacklake.transact.internal.draft.TableDraft;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a table's definition differs from that of the base.
 *
 * @param ended columns and nested fields whose rows end
 * @param begun rows that begin
 * @param isReshaped whether names, types or places of columns are others, so that rows look
 *     different
 */
record TableChange(
    TableDraft table, Set<FieldId> ended, List<NewColumn> begun, boolean isReshaped) {

  static TableChange of(TableDraft table) {
    Map<FieldId, ColumnRow> before =
        ColumnRow.of(table.base().map(BaseTable::columns).orElse(List.of()));
    Map<FieldId, ColumnRow> after = ColumnRow.of(table.columns());
    Set<FieldId> ended = new LinkedHashSet<>();
    List<NewColumn> begun = new ArrayList<>();
    boolean reshaped = !before.keySet().equals(after.keySet());
    for (Map.Entry<FieldId, ColumnRow> old : before.entrySet()) {
      ColumnRow now = after.get(old.getKey());
      if (now == null || !now.sameAs(old.getValue())) {
        ended.add(old.getKey());
      }
      reshaped |= now != null && !now.sameShape(old.getValue());
    }
    for (ColumnRow row : after.values()) {
      FieldId id = row.field().id();
      if (!before.containsKey(id) || ended.contains(id)) {
        Long parent = row.parent() == null ? null : row.parent().value();
        begun.add(new NewColumn(row.field(), parent, id.value(), row.writeDefault()));
      }
    }
    return new TableChange(table, ended, begun, reshaped);
  }

  /** Whether the table has a new row in {@code ducklake_schema_versions}. */
  boolean isVersioned() {
    return table.isNew()
        || table.isRenamed()
        || !ended.isEmpty()
        || !begun.isEmpty()
        || table.isRepartitioned();
  }

  /** Whether the definition of a table of the base is another in more than its name. */
  boolean isAltered() {
    return !table.isNew()
        && (!ended.isEmpty()
            || !begun.isEmpty()
            || table.isRepartitioned()
            || table.isResorted()
            || !table.tags().isEmpty()
            || !table.columnTags().isEmpty());
  }

  /** Whether small inserts need another inlined table, which the reference makes at once. */
  boolean needsInlinedTable() {
    return table.isNew() || table.isRenamed() || isReshaped || table.isRepartitioned();
  }
}
