package io.quacklake.scan.internal.deletes;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.LocatedDelete;
import io.quacklake.scan.internal.keys.FileKeys;
import io.quacklake.scan.internal.parquet.ColumnReader;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.ObjectOpener;
import io.quacklake.storage.ObjectSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Brings the deletes of a data file together: delete files, deletion vectors, positions in the
 * catalog.
 */
public final class DeleteFileReader {
  /** The name by which the reference recognises the third column. */
  private static final String SNAPSHOT_COLUMN = "_ducklake_internal_snapshot_id";

  private static final int SLICE = 65_536;

  private final SnapshotId snapshot;
  private final ObjectOpener opener;
  private final FileKeys keys;
  private final BufferAllocator allocator;

  public DeleteFileReader(
      SnapshotId snapshot, ObjectOpener opener, FileKeys keys, BufferAllocator allocator) {
    this.snapshot = snapshot;
    this.opener = opener;
    this.keys = keys;
    this.allocator = allocator;
  }

  /** The positions of the task's file that are deleted at the snapshot. */
  public DeleteMask read(DataFileTask task) {
    DeleteMask mask = new DeleteMask();
    DeletedPositions visible =
        new DeletedPositions() {
          @Override
          public void add(long since, long position) {
            if (since <= snapshot.value()) {
              mask.add(position);
            }
          }

          @Override
          public void addAll(long since, RoaringBitmap positions) {
            if (since <= snapshot.value()) {
              mask.addAll(positions);
            }
          }
        };
    for (LocatedDelete delete : task.deletes()) {
      read(delete, visible);
    }
    for (long position : task.inlinedDeletes().toArray()) {
      mask.add(position);
    }
    long rows = task.file().recordCount();
    if (mask.cardinality(0, rows) != mask.cardinality()) {
      throw beyond(task);
    }
    return mask;
  }

  private static CorruptLakeException beyond(DataFileTask task) {
    return new CorruptLakeException(
        "The deletes of "
            + task.location()
            + " name positions beyond its "
            + task.file().recordCount()
            + " rows.");
  }

  /**
   * Which snapshots, up to the reader's own, deleted which positions of the task's file.
   *
   * @param inlined positions by the snapshot that deleted them, as the catalog itself has them
   */
  public DeleteHistory history(DataFileTask task, Map<SnapshotId, List<Long>> inlined) {
    DeleteHistory.Builder history = new DeleteHistory.Builder(snapshot.value());
    for (LocatedDelete delete : task.deletes()) {
      read(delete, history);
    }
    inlined.forEach(
        (since, positions) -> positions.forEach(each -> history.add(since.value(), each)));
    DeleteHistory result = history.build();
    if (result.cardinalityFrom(task.file().recordCount()) > 0) {
      throw beyond(task);
    }
    return result;
  }

  private void read(LocatedDelete delete, DeletedPositions into) {
    DeleteFile file = delete.file();
    String format = file.format().toLowerCase(Locale.ROOT);
    try (ObjectSource source = opener.open(delete.location(), delete.file().sizeBytes())) {
      switch (format) {
        case "parquet" -> readParquet(source, file, into);
        case "puffin" -> DeletionVectors.read(source, begin(file), into);
        default ->
            throw new UnsupportedFeatureException(
                "delete file format " + file.format(),
                "The delete file " + delete.location() + " is of format " + file.format() + ".");
      }
    }
  }

  private static long begin(DeleteFile file) {
    return file.lifespan().begin().value();
  }

  private void readParquet(ObjectSource source, DeleteFile file, DeletedPositions into) {
    try (ParquetDataFile parquet =
        ParquetDataFile.open(
            source, file.footerSize(), keys.of(file.encryptionKey(), source.location()))) {
      List<ParquetField> fields = parquet.schema().fields();
      if (fields.size() < 2 || !isLong(fields.get(1))) {
        throw new CorruptLakeException(
            "The delete file " + source.location() + " has no column of positions.");
      }
      ParquetField snapshots =
          fields.size() > 2 && fields.get(2).name().equals(SNAPSHOT_COLUMN) ? fields.get(2) : null;
      for (RowGroup group : parquet.rowGroups()) {
        try (ColumnReader positions = parquet.openColumn(group, fields.get(1), allocator);
            @Nullable ColumnReader since =
                snapshots == null ? null : parquet.openColumn(group, snapshots, allocator)) {
          for (long row = 0; row < group.rowCount(); row += SLICE) {
            int rows = (int) Math.min(SLICE, group.rowCount() - row);
            addSlice(source, positions, since, begin(file), rows, into);
          }
        }
      }
    }
  }

  private static boolean isLong(ParquetField field) {
    return field.kind() == ParquetField.Kind.PRIMITIVE && field.type() == PrimitiveType.INT64;
  }

  /**
   * Positions count from their snapshot on, whatever the catalog row says of the file as a whole.
   */
  private static void addSlice(
      ObjectSource source,
      ColumnReader positions,
      @Nullable ColumnReader since,
      long otherwise,
      int rows,
      DeletedPositions into) {
    try (FieldVector position = positions.read(rows);
        @Nullable FieldVector begin = since == null ? null : since.read(rows)) {
      if (position.getNullCount() > 0 || (begin != null && begin.getNullCount() > 0)) {
        throw new CorruptLakeException(
            "The delete file " + source.location() + " has a NULL among its positions.");
      }
      for (int i = 0; i < rows; i++) {
        into.add(
            begin == null ? otherwise : ((BigIntVector) begin).get(i),
            ((BigIntVector) position).get(i));
      }
    }
  }
}
