package io.quacklake.transact.internal.write;

import io.quacklake.format.schema.Column;
import io.quacklake.format.type.Field;
import io.quacklake.scan.internal.arrow.Concat;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedFile.RowIds;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.StagedRow;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.stage.TableTarget.Inlining;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one insert, or the new versions of updated rows: few are kept for the catalog,
 * more go to files. Closing it before it has finished leaves no file.
 */
public final class RowSink implements AutoCloseable {
  private final TableTarget target;
  private final WriteContext context;
  private final RowIds rowIds;
  private final long inliningLimit;
  private final List<TableBatch> held = new ArrayList<>();
  private @Nullable TableFiles files;
  private long rows;

  /**
   * @param rowIds if embedded, batches have one column more at the end: the ids of the rows
   */
  public RowSink(TableTarget target, RowIds rowIds, WriteContext context) {
    this.target = target;
    this.rowIds = rowIds;
    this.context = context;
    inliningLimit =
        target.inlining() == Inlining.POSSIBLE
            ? new StoredOptions(target.options()).inliningRowLimit()
            : 0;
  }

  /** Takes a batch of the table's columns; it may be reused afterwards. */
  public void write(TableBatch batch) {
    if (batch.rows() == 0) {
      return;
    }
    rows += batch.rows();
    if (files == null && rows <= inliningLimit) {
      held.add(copy(batch));
      return;
    }
    TableFiles open = files();
    for (TableBatch early : held) {
      open.write(early);
    }
    releaseHeld();
    open.write(batch);
  }

  private TableFiles files() {
    TableFiles open = files;
    if (open == null) {
      open = new TableFiles(target, fields(), rowIds, context);
      files = open;
    }
    return open;
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    target.columns().forEach(column -> fields.add(column.field()));
    if (rowIds == RowIds.EMBEDDED) {
      fields.add(InternalColumns.ROW_ID);
    }
    return fields;
  }

  private TableBatch copy(TableBatch batch) {
    List<FieldVector> copies = new ArrayList<>();
    TableBatch result = null;
    try {
      for (FieldVector vector : batch.vectors()) {
        copies.add(Concat.of(List.of(vector), context.allocator()));
      }
      result = TableBatch.owning(copies, batch.rows());
      return result;
    } finally {
      if (result == null) {
        TableBatch.owning(copies, 0).close();
      }
    }
  }

  /** Finishes all files and says what there is. */
  public StagedInsert finish() {
    if (rows == 0) {
      return StagedInsert.NONE;
    }
    TableFiles open = files;
    if (open != null) {
      List<StagedFile> written = open.finish();
      return new StagedInsert(written, List.of(), Map.of(), rows);
    }
    List<StagedRow> inlined = new ArrayList<>();
    for (TableBatch batch : held) {
      for (int row = 0; row < batch.rows(); row++) {
        inlined.add(row(batch, row));
      }
    }
    return new StagedInsert(List.of(), inlined, InlinedStats.of(target.columns(), inlined), rows);
  }

  private StagedRow row(TableBatch batch, int row) {
    List<@Nullable Object> values = new ArrayList<>();
    List<Column> columns = target.columns();
    for (int i = 0; i < columns.size(); i++) {
      InlinedTexts.require(batch.vectors().get(i), row, columns.get(i).name());
      values.add(VectorValues.read(batch.vectors().get(i), row, columns.get(i).type()));
    }
    Long rowId =
        rowIds == RowIds.EMBEDDED
            ? (Long) ((BigIntVector) batch.vectors().get(columns.size())).get(row)
            : null;
    return new StagedRow(rowId, values);
  }

  /** Removes the files of an insert that is not to be after all. */
  public static void discard(StagedInsert insert, WriteContext context) {
    insert.files().forEach(file -> context.discard(file.location()));
  }

  private void releaseHeld() {
    held.forEach(TableBatch::close);
    held.clear();
  }

  @Override
  public void close() {
    releaseHeld();
    if (files != null) {
      files.close();
    }
  }
}
