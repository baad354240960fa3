package io.quacklake.scan.internal.deletes;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.LocatedDelete;
import io.quacklake.scan.internal.parquet.ColumnReader;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.ObjectSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Brings the deletes of a data file together: delete files, deletion vectors, positions in the
 * catalog.
 */
public final class DeleteFileReader {
  /** The name by which the reference recognises the third column. */
  private static final String SNAPSHOT_COLUMN = "_ducklake_internal_snapshot_id";

  private static final int SLICE = 65_536;

  private final SnapshotId snapshot;
  private final Function<String, ObjectSource> opener;
  private final BufferAllocator allocator;

  public DeleteFileReader(
      SnapshotId snapshot, Function<String, ObjectSource> opener, BufferAllocator allocator) {
    this.snapshot = snapshot;
    this.opener = opener;
    this.allocator = allocator;
  }

  /** The positions of the task's file that are deleted at the snapshot. */
  public DeleteMask read(DataFileTask task) {
    DeleteMask mask = new DeleteMask();
    for (LocatedDelete delete : task.deletes()) {
      read(delete, mask);
    }
    for (long position : task.inlinedDeletes().toArray()) {
      mask.add(position);
    }
    long rows = task.file().recordCount();
    if (mask.cardinality(0, rows) != mask.cardinality()) {
      throw new CorruptLakeException(
          "The deletes of " + task.location() + " name positions beyond its " + rows + " rows.");
    }
    return mask;
  }

  private void read(LocatedDelete delete, DeleteMask mask) {
    DeleteFile file = delete.file();
    String format = file.format().toLowerCase(Locale.ROOT);
    try (ObjectSource source = opener.apply(delete.location())) {
      switch (format) {
        case "parquet" -> readParquet(source, file, mask);
        case "puffin" -> DeletionVectors.read(source, snapshot.value(), mask);
        default ->
            throw new UnsupportedFeatureException(
                "delete file format " + file.format(),
                "The delete file " + delete.location() + " is of format " + file.format() + ".");
      }
    }
  }

  private void readParquet(ObjectSource source, DeleteFile file, DeleteMask mask) {
    try (ParquetDataFile parquet =
        ParquetDataFile.open(source, file.footerSize(), file.encryptionKey())) {
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
            addSlice(source, positions, since, (int) Math.min(SLICE, group.rowCount() - row), mask);
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
  private void addSlice(
      ObjectSource source,
      ColumnReader positions,
      @Nullable ColumnReader since,
      int rows,
      DeleteMask mask) {
    try (FieldVector position = positions.read(rows);
        @Nullable FieldVector begin = since == null ? null : since.read(rows)) {
      if (position.getNullCount() > 0 || (begin != null && begin.getNullCount() > 0)) {
        throw new CorruptLakeException(
            "The delete file " + source.location() + " has a NULL among its positions.");
      }
      for (int i = 0; i < rows; i++) {
        if (begin == null || ((BigIntVector) begin).get(i) <= snapshot.value()) {
          mask.add(((BigIntVector) position).get(i));
        }
      }
    }
  }
}
