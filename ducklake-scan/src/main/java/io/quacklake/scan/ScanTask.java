package io.quacklake.scan;

import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.schema.NameMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to read: a data file with its deletes, or rows that lie in the catalog. */
public sealed interface ScanTask {

  /** Rows before deletes and filters. */
  long recordCount();

  /**
   * A Parquet file.
   *
   * @param location where it lies, ready to be opened
   * @param deletes delete files, with where they lie
   * @param inlinedDeletes positions (from 0, ascending) that the catalog itself says are deleted
   * @param mapping the name mapping to read the file by, null for field ids
   */
  record DataFileTask(
      DataFile file,
      String location,
      List<LocatedDelete> deletes,
      InlinedPositions inlinedDeletes,
      @Nullable NameMapping mapping)
      implements ScanTask {
    public DataFileTask {
      deletes = List.copyOf(deletes);
    }

    @Override
    public long recordCount() {
      return file.recordCount();
    }
  }

  /** Rows inlined in the catalog under one version of the table's schema. */
  record InlinedDataTask(InlinedTable table, SnapshotId snapshot) implements ScanTask {
    @Override
    public long recordCount() {
      return table.visibleRows();
    }
  }

  /** A delete file and where it lies. */
  record LocatedDelete(DeleteFile file, String location) {}
}
