package io.quacklake.scan.internal.read;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.EncryptionKey;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.internal.columns.ColumnResolver;
import io.quacklake.scan.internal.columns.ColumnSource;
import io.quacklake.scan.internal.columns.FileFields;
import io.quacklake.scan.internal.columns.SourceField;
import io.quacklake.scan.internal.deletes.DeleteFileReader;
import io.quacklake.scan.internal.deletes.DeleteMask;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.StorageException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A data file with its deletes, shared by the parts that read its row groups; the last one closes
 * it.
 */
final class OpenedFile {
  private static final Field ROW_ID =
      Field.of(2_147_483_540L, "_ducklake_internal_row_id", PrimitiveType.INT64);
  private static final Field SNAPSHOT_ID =
      Field.of(2_147_483_539L, "_ducklake_internal_snapshot_id", PrimitiveType.INT64);

  private final DataFileTask task;
  private final int index;
  private final ObjectSource source;
  private final ParquetDataFile parquet;
  private final ColumnResolver resolver;
  private final DeleteMask deletes;
  private final AtomicInteger users = new AtomicInteger(1);

  private OpenedFile(
      DataFileTask task,
      int index,
      ObjectSource source,
      ParquetDataFile parquet,
      ColumnResolver resolver,
      DeleteMask deletes) {
    this.task = task;
    this.index = index;
    this.source = source;
    this.parquet = parquet;
    this.resolver = resolver;
    this.deletes = deletes;
  }

  static OpenedFile open(DataFileTask task, int index, ScanContext context) {
    DeleteMask deletes =
        new DeleteFileReader(context.scan().snapshot().id(), context.opener(), context.allocator())
            .read(task);
    ObjectSource source = openSource(task, context);
    try {
      EncryptionKey key = task.file().encryptionKey();
      Long footerSize = task.file().footerSize();
      ParquetDataFile parquet =
          key == null
              ? context.footers().open(source, footerSize)
              : ParquetDataFile.open(source, footerSize, key);
      if (parquet.rowCount() != task.file().recordCount()) {
        throw new CorruptLakeException(
            "The data file "
                + task.location()
                + " has "
                + parquet.rowCount()
                + " rows, its row in the catalog says "
                + task.file().recordCount()
                + ".");
      }
      ColumnResolver resolver =
          new ColumnResolver(
              FileFields.of(parquet.schema(), task.mapping(), context.scan().columns()),
              FileFields.pathValues(task.location(), task.mapping()),
              ColumnResolver.Pruning.WANTED_ONLY,
              task.location());
      return new OpenedFile(task, index, source, parquet, resolver, deletes);
    } catch (RuntimeException failure) {
      source.close();
      throw failure;
    }
  }

  private static ObjectSource openSource(DataFileTask task, ScanContext context) {
    try {
      return context.opener().apply(task.location());
    } catch (StorageException failure) {
      if (failure.reason() != StorageException.Reason.NOT_FOUND) {
        throw failure;
      }
      throw new CorruptLakeException(
          "The data file "
              + task.location()
              + " of table "
              + context.scan().table().ref()
              + " is missing. If the lake was moved, give its data path; if maintenance removed the"
              + " file while this snapshot was being read, read a newer snapshot.",
          failure);
    }
  }

  DataFileTask task() {
    return task;
  }

  int index() {
    return index;
  }

  ParquetDataFile parquet() {
    return parquet;
  }

  DeleteMask deletes() {
    return deletes;
  }

  ColumnSource resolve(Field field) {
    return resolver.resolve(field);
  }

  /** The file's own row ids, null if they follow from positions. */
  @Nullable SourceField embeddedRowIds() {
    return embedded(ROW_ID);
  }

  /** The file's own snapshot ids, null if all its rows are of one snapshot. */
  @Nullable SourceField embeddedSnapshotIds() {
    return embedded(SNAPSHOT_ID);
  }

  private @Nullable SourceField embedded(Field field) {
    return resolver.resolve(field) instanceof ColumnSource.FromSource found ? found.source() : null;
  }

  /**
   * Whether some rows of the file are newer than the snapshot and have to be told apart by their
   * own ids.
   */
  boolean holdsNewerRows(SnapshotId snapshot) {
    SnapshotId newest = task.file().partialMax();
    if (newest == null && task.file().partialFileInfo() != null) {
      newest = PartialFileInfo.parse(task.file().partialFileInfo()).newest();
    }
    return newest != null && newest.compareTo(snapshot) > 0;
  }

  /**
   * Rows from the start of the file that the snapshot sees; all but for partial files of old
   * specifications.
   */
  long visiblePrefix(SnapshotId snapshot) {
    String info = task.file().partialFileInfo();
    return info == null
        ? task.file().recordCount()
        : Math.min(task.file().recordCount(), PartialFileInfo.parse(info).visibleRows(snapshot));
  }

  /** The snapshot that wrote every row of the file, where rows do not say it themselves. */
  long snapshotId() {
    return task.file().lifespan().begin().value();
  }

  long rowIdOf(long position) {
    Long start = task.file().rowIdStart();
    if (start == null) {
      throw new UnsupportedFeatureException(
          "row ids of " + task.location(),
          "The data file "
              + task.location()
              + " has no row ids, neither in it nor in the catalog.");
    }
    return start + position;
  }

  void retain() {
    users.incrementAndGet();
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      try {
        parquet.close();
      } finally {
        source.close();
      }
    }
  }
}
