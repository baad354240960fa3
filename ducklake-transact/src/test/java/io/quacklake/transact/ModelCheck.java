package io.quacklake.transact;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.TableRef;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.transact.ModelLake.Column;
import io.quacklake.transact.ModelLake.Row;
import io.quacklake.transact.ModelLake.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Compares a lake with its model, at all snapshots and by what changed between them. */
final class ModelCheck {
  /** A change of the feed. */
  private record Change(long snapshot, long rowId, String type, List<@Nullable Object> values) {
    boolean removes() {
      return type.equals("delete") || type.equals("update_preimage");
    }
  }

  private final LakehouseSession lake;
  private final ModelLake model;

  /** What the lake has of a table at a snapshot: values by row id. */
  private final Map<List<Long>, Map<Long, List<@Nullable Object>>> read = new HashMap<>();

  private ModelCheck(LakehouseSession lake, ModelLake model) {
    this.lake = lake;
    this.model = model;
  }

  static void check(LakehouseSession lake, ModelLake model) {
    ModelCheck check = new ModelCheck(lake, model);
    check.snapshots();
    check.rowIdsStay();
    check.changes();
  }

  private void snapshots() {
    model.history.forEach(
        (snapshot, tables) -> {
          assertThat(lake.tables(AsOf.snapshot(snapshot)))
              .extracting(table -> table.name())
              .as("tables at %d", snapshot)
              .containsExactlyInAnyOrderElementsOf(
                  tables.stream().map(table -> table.name).toList());
          tables.forEach(table -> rows(snapshot, table));
        });
  }

  private void rows(long snapshot, Table table) {
    String what = table.name + " at " + snapshot;
    assertThat(lake.columns(TableRef.of("main", table.name), AsOf.snapshot(snapshot)))
        .extracting(column -> column.name())
        .as("columns of " + what)
        .isEqualTo(table.columns.stream().map(Column::name).toList());
    Map<Long, List<@Nullable Object>> rows = new TreeMap<>();
    List<List<@Nullable Object>> values = new ArrayList<>();
    forEach(
        lake.scan(table.name).asOf(snapshot).withVirtualColumns(VirtualColumn.ROW_ID).open(),
        row -> {
          Long rowId = (Long) row.remove(row.size() - 1);
          assertThat(rows.put(rowId, row)).as("row id %d twice in %s", rowId, what).isNull();
          values.add(row);
        });
    same(what, values, table);
    assertThat(lake.scan(table.name).asOf(snapshot).count()).isEqualTo(table.rows.size());
    read.put(List.of(snapshot, (long) table.number), rows);
  }

  /** The rows by their ids, which are different. */
  private static void same(String what, List<List<@Nullable Object>> values, Table table) {
    Comparator<List<@Nullable Object>> byId = Comparator.comparingLong(row -> (Long) row.get(0));
    List<List<@Nullable Object>> expected = new ArrayList<>();
    for (Row row : table.rows) {
      expected.add(table.values(row));
    }
    expected.sort(byId);
    List<List<@Nullable Object>> got = new ArrayList<>(values);
    got.sort(byId);
    assertThat(got).as(what).isEqualTo(expected);
  }

  private static void forEach(ArrowReader opened, Consumer<List<@Nullable Object>> use) {
    try (ArrowReader reader = opened) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int i = 0; i < root.getRowCount(); i++) {
          List<@Nullable Object> row = new ArrayList<>();
          for (var vector : root.getFieldVectors()) {
            row.add(
                ModelType.plain(
                    vector instanceof DateDayVector days && !days.isNull(i)
                        ? LocalDate.ofEpochDay(days.get(i))
                        : vector.getObject(i)));
          }
          use.accept(row);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A row keeps its id for as long as it lives. */
  private void rowIdsStay() {
    Map<List<Long>, Long> rowIds = new HashMap<>();
    read.forEach(
        (place, rows) ->
            rows.forEach(
                (rowId, values) -> {
                  List<Long> row = List.of(place.get(1), (Long) values.get(0));
                  Long before = rowIds.putIfAbsent(row, rowId);
                  assertThat(before == null || before.equals(rowId))
                      .as(
                          "table %d: row %d has the row ids %d and %d",
                          row.get(0), row.get(1), before, rowId)
                      .isTrue();
                }));
  }

  private void changes() {
    Map<Integer, List<Long>> same = new TreeMap<>();
    List<Long> snapshots = new ArrayList<>(model.history.keySet());
    for (int i = 1; i < snapshots.size(); i++) {
      long snapshot = snapshots.get(i);
      assertThat(snapshot).isEqualTo(snapshots.get(i - 1) + 1);
      for (Table table : model.history.get(snapshot)) {
        Table before = find(snapshots.get(i - 1), table);
        boolean alike = before != null && before.columns.equals(table.columns);
        change(snapshot, snapshot, table, before == null || alike);
        if (!alike) {
          same.put(table.number, new ArrayList<>());
        }
        same.get(table.number).add(snapshot);
      }
    }
    // And those of all snapshots at once, over which the columns stay.
    same.forEach(
        (number, range) -> {
          long last = range.get(range.size() - 1);
          Table table =
              model.history.get(last).stream()
                  .filter(each -> each.number == number)
                  .findFirst()
                  .orElseThrow();
          if (range.size() > 2) {
            change(range.get(1), last, table, true);
          }
        });
  }

  private @Nullable Table find(long snapshot, Table table) {
    return model.history.get(snapshot).stream()
        .filter(each -> each.number == table.number)
        .findFirst()
        .orElse(null);
  }

  /** The changes of a range turn the rows before it into those at its end. */
  private void change(long from, long to, Table table, boolean sameColumns) {
    List<Change> changes = new ArrayList<>();
    forEach(
        lake.changes(table.name, from, to).open(),
        row ->
            changes.add(
                new Change(
                    (Long) row.get(0),
                    (Long) row.get(1),
                    (String) row.get(2),
                    Collections.unmodifiableList(row.subList(3, row.size())))));
    changes.sort(
        Comparator.comparingLong(Change::snapshot).thenComparing(change -> !change.removes()));
    String what = "changes of %s from %d to %d".formatted(table.name, from, to);
    Map<Long, List<@Nullable Object>> rows =
        new TreeMap<>(read.getOrDefault(List.of(from - 1, (long) table.number), Map.of()));
    for (Change change : changes) {
      if (change.removes()) {
        List<@Nullable Object> gone = rows.remove(change.rowId());
        assertThat(gone).as("%s: %s of a row that is not there", what, change).isNotNull();
        if (sameColumns) {
          assertThat(change.values()).as(what).isEqualTo(gone);
        }
      } else {
        assertThat(rows.put(change.rowId(), change.values()))
            .as("%s: %s of a row that is there", what, change)
            .isNull();
      }
    }
    Map<Long, List<@Nullable Object>> after = read.get(List.of(to, (long) table.number));
    if (sameColumns) {
      assertThat(rows).as(what).isEqualTo(after);
    } else {
      Set<Long> left = new TreeSet<>(rows.keySet());
      assertThat(left).as(what).isEqualTo(after.keySet());
    }
  }
}
