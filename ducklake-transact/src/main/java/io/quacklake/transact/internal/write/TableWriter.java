package io.quacklake.transact.internal.write;

import io.quacklake.transact.internal.rows.IncomingRows;
import io.quacklake.transact.internal.rows.IncomingRows.Missing;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.stage.StagedFile.RowIds;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Appends rows to a table: to files that no snapshot has yet, or to be inlined. */
public final class TableWriter {
  private TableWriter() {}

  /**
   * Reads {@code rows} to the end and writes them. After an error nothing is left behind.
   *
   * @param rows stays the caller's; columns are matched by name without regard to case
   * @throws io.quacklake.format.NotFoundException if a column comes in that the table does not have
   * @throws io.quacklake.format.InvalidValueException if a value does not fit its column
   */
  public static StagedInsert append(TableTarget target, ArrowReader rows, WriteContext context) {
    IncomingRows incoming =
        new IncomingRows(target.ref(), target.columns(), rows, Missing.FILLED, context.allocator());
    try (RowSink sink = new RowSink(target, RowIds.ASSIGNED, context)) {
      while (true) {
        try (TableBatch batch = incoming.next()) {
          if (batch == null) {
            return sink.finish();
          }
          sink.write(batch);
        }
      }
    }
  }
}
