package io.quacklake.transact.internal.maintain;

import io.quacklake.format.Snapshot;
import io.quacklake.format.file.EncryptionKey;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.type.Field;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.ScanPlan;
import io.quacklake.scan.ScanReport;
import io.quacklake.scan.ScanTask;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.VariantForm;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.batches.DecodePool;
import io.quacklake.scan.internal.keys.FileKeys;
import io.quacklake.scan.internal.parquet.FooterCache;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.scan.internal.plan.BoundScan;
import io.quacklake.scan.internal.read.ScanContext;
import io.quacklake.scan.internal.read.ScanExecution;
import io.quacklake.storage.ObjectSource;
import io.quacklake.transact.internal.write.InternalColumns;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Reads chosen files of a table with columns that it had once, in the order of the files. */
final class SourceRows implements AutoCloseable {
  private static final long FOOTER_CHUNKS = 1L << 13;

  private final LakehouseSession lake;
  private final TableInfo table;
  private final Snapshot snapshot;
  private final FileKeys keys;
  private final FooterCache footers = new FooterCache(FOOTER_CHUNKS);
  private final DecodePool pool;

  /**
   * @param snapshot the latest, which sees all rows of the files but those that are deleted
   */
  SourceRows(LakehouseSession lake, TableInfo table, Snapshot snapshot) {
    this.lake = lake;
    this.table = table;
    this.snapshot = snapshot;
    this.keys = new FileKeys(lake.config().keyUnwrapper());
    this.pool = new DecodePool(lake.config().threads());
  }

  /** All columns, and the virtual ones behind them. */
  ArrowReader open(
      List<DataFileTask> files, List<Column> columns, List<VirtualColumn> virtualColumns) {
    List<Field> fields = columns.stream().map(Column::field).toList();
    BoundScan scan =
        new BoundScan(
            snapshot, table, null, columns, fields, virtualColumns, null, VariantForm.BINARY);
    ScanContext context =
        new ScanContext(
            scan,
            true,
            lake.config().batchSize(),
            lake.allocator(),
            lake.catalog(),
            lake.stores(),
            footers,
            null,
            keys,
            null);
    ScanPlan plan =
        new ScanPlan(
            snapshot,
            table,
            ArrowSchemas.schema(scan.resultFields()),
            List.<ScanTask>copyOf(files),
            new ScanReport(files.size(), 0, 0, 0, 0, 0, 0, 0));
    return new ScanExecution(context, pool).open(plan, Long.MAX_VALUE, lake.config().threads());
  }

  /** Whether a file says the id of each row itself, which its start then does not tell. */
  boolean hasRowIds(DataFileTask task) {
    EncryptionKey key = keys.of(task.file().encryptionKey(), task.location());
    ObjectSource source = lake.stores().open(task.location(), task.file().sizeBytes());
    Long footerSize = task.file().footerSize();
    try (ParquetDataFile file =
        key == null
            ? footers.open(source, footerSize)
            : ParquetDataFile.open(source, footerSize, key)) {
      return file.schema().fields().stream()
          .anyMatch(field -> field.name().equals(InternalColumns.ROW_ID.name()));
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
