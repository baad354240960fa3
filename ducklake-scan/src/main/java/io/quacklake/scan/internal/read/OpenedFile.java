package io.quacklake.scan.internal.read;

import io.quacklake.catalog.LakeInfo;
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
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.pages.PageCache;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A data file, shared by the parts that read its row groups; the last one closes it. */
public final class OpenedFile {
  private static final Field ROW_ID =
      Field.of(2_147_483_540L, "_ducklake_internal_row_id", PrimitiveType.INT64);
  private static final Field SNAPSHOT_ID =
      Field.of(2_147_483_539L, "_ducklake_internal_snapshot_id", PrimitiveType.INT64);

  private final DataFileTask task;
  private final int index;
  private final ObjectSource source;
  private final ParquetDataFile parquet;
  private final ColumnResolver resolver;
  private final @Nullable PartialFileInfo partialFileInfo;
  private final AtomicInteger users = new AtomicInteger(1);

  private OpenedFile(
      DataFileTask task,
      int index,
      ObjectSource source,
      ParquetDataFile parquet,
      ColumnResolver resolver) {
    this.task = task;
    this.index = index;
    this.source = source;
    this.parquet = parquet;
    this.resolver = resolver;
    String partial = task.file().partialFileInfo();
    this.partialFileInfo = partial == null ? null : PartialFileInfo.parse(partial);
  }

  static OpenedFile open(DataFileTask task, int index, ScanContext context) {
    requireKey(task, context);
    try {
      return open(task, index, context, task.file().sizeBytes());
    } catch (CorruptLakeException | StorageException failure) {
      if (isMissing(failure)) {
        throw missing(task, context, failure);
      }
      long size = ObjectStores.isRemote(task.location()) ? sizeOf(task, context) : -1;
      if (size < 0 || size == task.file().sizeBytes()) {
        throw failure;
      }
      return open(task, index, context, size); // the catalog has it wrong
    }
  }

  private static OpenedFile open(
      DataFileTask task, int index, ScanContext context, long knownSize) {
    ObjectSource source = context.opener().open(task.location(), knownSize);
    try {
      EncryptionKey key = context.keys().of(task.file().encryptionKey(), task.location());
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
              context.scan().variants(),
              task.location());
      return new OpenedFile(task, index, source, parquet, resolver);
    } catch (RuntimeException failure) {
      source.close();
      throw failure;
    }
  }

  /** In an encrypted lake a data file without a key is no file that the lake wrote. */
  private static void requireKey(DataFileTask task, ScanContext context) {
    boolean encrypted = context.catalog().info().encryption() == LakeInfo.Encryption.ENCRYPTED;
    if (encrypted && task.file().encryptionKey() == null) {
      throw new CorruptLakeException(
          "The lake is encrypted, but the catalog has no key for the data file "
              + task.location()
              + ".");
    }
  }

  private static boolean isMissing(RuntimeException failure) {
    return failure instanceof StorageException storage
        && storage.reason() == StorageException.Reason.NOT_FOUND;
  }

  private static CorruptLakeException missing(
      DataFileTask task, ScanContext context, RuntimeException failure) {
    return new CorruptLakeException(
        "The data file "
            + task.location()
            + " of table "
            + context.scan().table().ref()
            + " is missing. If the lake was moved, give its data path; if maintenance removed the"
            + " file while this snapshot was being read, read a newer snapshot.",
        failure);
  }

  /** As the store says it; negative if it does not. */
  private static long sizeOf(DataFileTask task, ScanContext context) {
    try (ObjectSource source = context.opener().open(task.location())) {
      return source.size();
    } catch (StorageException unreachable) {
      return -1;
    }
  }

  public DataFileTask task() {
    return task;
  }

  int index() {
    return index;
  }

  ParquetDataFile parquet() {
    return parquet;
  }

  /**
   * Begins to fetch what these fields of a row group take, if that is worth while.
   *
   * @param cache what is at hand
   */
  void willRead(RowGroup group, List<ParquetField> fields, PageCache.@Nullable Share cache) {
    if (ObjectStores.isRemote(source.location())) {
      source.willRead(parquet.ranges(group, fields, cache));
    }
  }

  ColumnSource resolve(Field field) {
    return resolver.resolve(field);
  }

  /** The file's own row ids, null if they follow from positions. */
  public @Nullable SourceField embeddedRowIds() {
    return embedded(ROW_ID);
  }

  /** The file's own snapshot ids, null if all its rows are of one snapshot. */
  public @Nullable SourceField embeddedSnapshotIds() {
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
    SnapshotId newest = partialFileInfo == null ? null : partialFileInfo.newest();
    return task.file().holdsRowsAfter(snapshot)
        || (newest != null && newest.compareTo(snapshot) > 0);
  }

  /**
   * Rows from the start of the file that the snapshot sees; all but for partial files of old
   * specifications.
   */
  long visiblePrefix(SnapshotId snapshot) {
    return partialFileInfo == null
        ? task.file().recordCount()
        : Math.min(task.file().recordCount(), partialFileInfo.visibleRows(snapshot));
  }

  /** The snapshot that wrote the row at a position, where rows do not say it themselves. */
  public long snapshotIdOf(long position) {
    long begin = task.file().lifespan().begin().value();
    return partialFileInfo == null ? begin : partialFileInfo.snapshotOf(position, begin);
  }

  /** Whether all rows of the file are of the snapshot with which it begins. */
  public boolean isOfOneSnapshot() {
    return embeddedSnapshotIds() == null
        && (partialFileInfo == null || partialFileInfo.steps().isEmpty());
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
