package io.quacklake.transact.internal.change;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.PlannedScan;
import io.quacklake.scan.TableScan;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.transact.Assignment;
import io.quacklake.transact.internal.change.Deleter.RowPlaces;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedFile.RowIds;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.RowSink;
import io.quacklake.transact.internal.write.WriteContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Writes new versions of rows under their old ids. */
public final class Updater {
  private Updater() {}

  /**
   * Changes columns of the rows, as of a snapshot, for which the filter is TRUE. After an error
   * nothing is left behind.
   *
   * @param assignments by the names of columns; all of them see the row as it was
   * @param filter null for all rows
   */
  public static StagedUpdate update(
      LakehouseSession lake,
      SnapshotId base,
      TableTarget target,
      Map<String, Assignment> assignments,
      @Nullable Predicate filter,
      WriteContext context) {
    Map<Integer, AssignedColumn> assigned = assigned(target, assignments);
    List<Column> columns = target.columns();
    TableScan all =
        lake.scan(target.ref())
            .asOf(base.value())
            .select(BaseColumns.names(lake, base, target, columns))
            .withVirtualColumns(
                VirtualColumn.FILE_INDEX, VirtualColumn.FILE_ROW_NUMBER, VirtualColumn.ROW_ID);
    try (PlannedScan scan = (filter == null ? all : all.where(filter)).openPlanned();
        RowSink sink = new RowSink(target, RowIds.EMBEDDED, context)) {
      DeletedRows before = Deleter.deletedRows(scan, target, context);
      while (scan.rows().loadNextBatch()) {
        VectorSchemaRoot batch = scan.rows().getVectorSchemaRoot();
        Deleter.add(batch, columns.size(), before);
        try (TableBatch changed = changed(batch, target, assigned, context)) {
          sink.write(changed);
        }
      }
      StagedDelete deleted =
          before.staged(); // which may read, and fail, as long as nothing is kept
      StagedInsert after = sink.finish();
      return after.rows() == 0 ? StagedUpdate.NONE : new StagedUpdate(deleted, after);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<Integer, AssignedColumn> assigned(
      TableTarget target, Map<String, Assignment> assignments) {
    if (assignments.isEmpty()) {
      throw new IllegalArgumentException(
          "An update of table " + target.ref() + " has to set at least one column.");
    }
    Map<Integer, AssignedColumn> assigned = new HashMap<>();
    List<String> names = target.columns().stream().map(Column::name).toList();
    assignments.forEach(
        (name, assignment) -> {
          int place = -1;
          for (int i = 0; i < names.size(); i++) {
            place = names.get(i).equalsIgnoreCase(name) ? i : place;
          }
          if (place < 0) {
            throw NotFoundException.withSuggestions("column", name, "table " + target.ref(), names);
          }
          AssignedColumn column =
              AssignedColumn.of(target.columns().get(place), assignment, target);
          if (assigned.put(place, column) != null) {
            throw new IllegalArgumentException(
                "An update of table " + target.ref() + " sets column " + name + " twice.");
          }
        });
    return assigned;
  }

  private static TableBatch changed(
      VectorSchemaRoot batch,
      TableTarget target,
      Map<Integer, AssignedColumn> assigned,
      WriteContext context) {
    int count = target.columns().size();
    List<FieldVector> before = batch.getFieldVectors().subList(0, count);
    List<FieldVector> after = new ArrayList<>(before);
    List<FieldVector> owned = new ArrayList<>();
    boolean done = false;
    try {
      for (Map.Entry<Integer, AssignedColumn> each : assigned.entrySet()) {
        FieldVector vector = each.getValue().of(before, batch.getRowCount(), context.allocator());
        owned.add(vector);
        requireValues(target, target.columns().get(each.getKey()), vector);
        after.set(each.getKey(), vector);
      }
      after.add((FieldVector) RowPlaces.of(batch, count).rowIds());
      done = true;
      return new TableBatch(after, owned, batch.getRowCount());
    } finally {
      if (!done) {
        TableBatch.owning(owned, 0).close();
      }
    }
  }

  private static void requireValues(TableTarget target, Column column, FieldVector vector) {
    if (!column.field().nullsAllowed() && vector.getNullCount() > 0) {
      throw new InvalidValueException(
          "Cannot update table "
              + target.ref()
              + ": column "
              + column.name()
              + " is NOT NULL and would be NULL in some rows.");
    }
  }
}
