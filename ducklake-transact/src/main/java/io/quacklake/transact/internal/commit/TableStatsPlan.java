package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.TableStats;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.TableColumnStats;
import io.quacklake.format.FieldId;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.TableId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.draft.BaseTable;
import io.quacklake.transact.internal.draft.ColumnRow;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedDelete.How;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedInsert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statistics of one table after a commit. */
final class TableStatsPlan {
  private final TableDraft table;
  private final @Nullable TableStats before;
  private final List<TableColumnStats> columnsBefore;

  /**
   * @param before null if the table never had rows
   */
  TableStatsPlan(
      TableDraft table, @Nullable TableStats before, List<TableColumnStats> columnsBefore) {
    this.table = table;
    this.before = before;
    this.columnsBefore = columnsBefore;
  }

  /** The id that the next new row gets. */
  long nextRowId() {
    return before == null ? 0 : before.nextRowId();
  }

  /** Empty if the statistics stay as they are. */
  Optional<Edit.PutTableStats> edit(TableId id) {
    List<DataFile> dropped = dropped();
    if (table.inserts().isEmpty() && dropped.isEmpty()) {
      return retyped(id);
    }
    long records = before == null ? 0 : before.recordCount();
    long rowIds = nextRowId();
    long bytes = before == null ? 0 : before.fileSizeBytes();
    for (DataFile file : dropped) {
      records = Math.max(0, records - file.recordCount());
      bytes = Math.max(0, bytes - file.sizeBytes());
    }
    for (StagedInsert insert : table.inserts()) {
      for (StagedFile file : insert.files()) {
        records += file.recordCount();
        rowIds += file.recordCount();
        bytes += file.sizeBytes();
      }
      records += insert.inlined().size();
      rowIds += insert.inlined().stream().filter(row -> row.rowId() == null).count();
    }
    return Optional.of(
        Edit.PutTableStats.of(
            id, before, columnsBefore, new TableStats(records, rowIds, bytes), columns()));
  }

  /** Files that go as a whole: from specification 1.1 on, a table's counters are without them. */
  private List<DataFile> dropped() {
    return table.version().isAtLeast(FormatVersion.V1_1_DEV)
        ? table.deleted().files().stream()
            .filter(each -> each.how() == How.WHOLE_FILE)
            .map(StagedDelete.OfFile::file)
            .toList()
        : List.of();
  }

  private List<TableColumnStats> columns() {
    Map<FieldId, DataType> leaves = leaves(table.columns());
    List<TableColumnStats> after = new ArrayList<>();
    if (before == null) {
      leaves.forEach((id, type) -> StatsMerger.first(id, type, added(id)).ifPresent(after::add));
      return after;
    }
    for (TableColumnStats each : keptBefore()) {
      DataType type = leaves.get(each.column());
      if (type == null) {
        after.add(each); // of a column that is gone; nobody asks
      } else {
        StatsMerger.more(each, type, added(each.column())).ifPresent(after::add);
      }
    }
    return after;
  }

  /** A promotion may make other texts of the bounds, with another order. */
  private Optional<Edit.PutTableStats> retyped(TableId id) {
    if (before == null) {
      return Optional.empty();
    }
    List<TableColumnStats> kept = keptBefore();
    return kept.size() == columnsBefore.size()
        ? Optional.empty()
        : Optional.of(Edit.PutTableStats.of(id, before, columnsBefore, before, kept));
  }

  private List<TableColumnStats> keptBefore() {
    Map<FieldId, DataType> old = leaves(table.base().map(BaseTable::columns).orElse(List.of()));
    Map<FieldId, DataType> now = leaves(table.columns());
    return columnsBefore.stream()
        .filter(
            each -> {
              DataType from = old.get(each.column());
              DataType to = now.get(each.column());
              return from == null || to == null || from.equals(to) || readsAlike(from, to);
            })
        .toList();
  }

  /** Whether texts of the old type are texts of the new one, in the same order. */
  private static boolean readsAlike(DataType from, DataType to) {
    return isNumber(from) && isNumber(to);
  }

  private static boolean isNumber(DataType type) {
    return type instanceof DecimalType
        || (type instanceof PrimitiveType primitive
            && primitive.compareTo(PrimitiveType.INT8) >= 0
            && primitive.compareTo(PrimitiveType.FLOAT64) <= 0);
  }

  private List<Optional<ColumnStats>> added(FieldId column) {
    List<Optional<ColumnStats>> all = new ArrayList<>();
    for (StagedInsert insert : table.inserts()) {
      for (StagedFile file : insert.files()) {
        all.add(Optional.ofNullable(file.stats().get(column)));
      }
      if (!insert.inlined().isEmpty()) {
        all.add(Optional.ofNullable(insert.inlinedStats().get(column)));
      }
    }
    return all;
  }

  private static Map<FieldId, DataType> leaves(List<Column> columns) {
    Map<FieldId, DataType> leaves = new LinkedHashMap<>();
    ColumnRow.of(columns)
        .forEach(
            (id, row) -> {
              Field field = Objects.requireNonNull(row).field();
              if (!field.type().isNested()) {
                leaves.put(id, field.type());
              }
            });
    return leaves;
  }

  /** Whether statistics prove that a column holds no NULL. */
  boolean provesNoNull(FieldId column) {
    return before == null
        || columnsBefore.stream()
            .anyMatch(
                each -> each.column().equals(column) && Boolean.FALSE.equals(each.containsNull()));
  }
}
