package io.quacklake.transact.internal.change;

import io.quacklake.format.SnapshotId;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.PlannedScan;
import io.quacklake.scan.TableScan;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.StoredOptions;
import io.quacklake.transact.internal.write.WriteContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Finds the rows that a delete is about; only {@link DeleteFileWriter} writes files for them. */
public final class Deleter {
  private Deleter() {}

  /**
   * The rows of the table, as of a snapshot, for which the filter is TRUE.
   *
   * @param filter null for all rows
   */
  public static StagedDelete delete(
      LakehouseSession lake,
      SnapshotId base,
      TableTarget target,
      @Nullable Predicate filter,
      WriteContext context) {
    TableScan all =
        lake.scan(target.ref())
            .asOf(base.value())
            .select(List.of())
            .withVirtualColumns(
                VirtualColumn.FILE_INDEX, VirtualColumn.FILE_ROW_NUMBER, VirtualColumn.ROW_ID);
    try (PlannedScan scan = (filter == null ? all : all.where(filter)).openPlanned()) {
      DeletedRows rows = deletedRows(scan, target, context);
      while (scan.rows().loadNextBatch()) {
        add(scan.rows().getVectorSchemaRoot(), 0, rows);
      }
      return rows.staged();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static DeletedRows deletedRows(PlannedScan scan, TableTarget target, WriteContext context) {
    return new DeletedRows(
        scan.plan(),
        new StoredOptions(target.options()).inliningRowLimit(),
        (location, size) -> context.stores().apply(location).open(location, size),
        context.allocator());
  }

  static void add(VectorSchemaRoot batch, int first, DeletedRows rows) {
    RowPlaces places = RowPlaces.of(batch, first);
    for (int row = 0; row < batch.getRowCount(); row++) {
      rows.add(places.task(row), places.place(row));
    }
  }

  /** Where rows of a batch are, by three columns of it. */
  record RowPlaces(BigIntVector tasks, BigIntVector positions, BigIntVector rowIds) {
    /** Those of columns {@code first} and the two behind it. */
    static RowPlaces of(VectorSchemaRoot batch, int first) {
      return new RowPlaces(
          (BigIntVector) batch.getVector(first),
          (BigIntVector) batch.getVector(first + 1),
          (BigIntVector) batch.getVector(first + 2));
    }

    int task(int row) {
      return (int) tasks.get(row);
    }

    /** The position in a data file, or the id of an inlined row. */
    long place(int row) {
      return positions.isNull(row) ? rowIds.get(row) : positions.get(row);
    }
  }
}
