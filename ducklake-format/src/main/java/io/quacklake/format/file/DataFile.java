package io.quacklake.format.file;

import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.Lifespan;
import io.quacklake.format.SnapshotId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data file as the catalog has it.
 *
 * @param path below the table's path
 * @param recordCount rows in the file, deleted ones included
 * @param footerSize bytes of the Parquet footer without the 8 that follow it; null where the
 *     catalog does not know
 * @param rowIdStart row id of the first row, unless the file carries row ids itself
 * @param partitionId the spec that wrote the file; null if it was not partitioned
 * @param partitionValues texts by key index; a null value is NULL, an index that is missing is
 *     unknown
 * @param encryptionKey null if the file is not encrypted
 * @param mappingId the name mapping to read the file by, null for field ids
 * @param partialMax newest snapshot whose rows the file holds, if it holds rows of several
 * @param partialFileInfo the same of specifications up to 0.3, as text
 * @param stats statistics of the columns that were asked for
 */
public record DataFile(
    FileId id,
    LakePath path,
    String format,
    long recordCount,
    long sizeBytes,
    @Nullable Long footerSize,
    @Nullable Long rowIdStart,
    Lifespan lifespan,
    @Nullable Long partitionId,
    Map<Integer, @Nullable String> partitionValues,
    @Nullable EncryptionKey encryptionKey,
    @Nullable Long mappingId,
    @Nullable SnapshotId partialMax,
    @Nullable String partialFileInfo,
    Map<FieldId, ColumnStats> stats) {
  public DataFile {
    partitionValues = Collections.unmodifiableMap(new HashMap<>(partitionValues));
    stats = Map.copyOf(stats);
  }

  /** Whether the file is known to hold rows of later snapshots, as merged files do. */
  public boolean holdsRowsAfter(SnapshotId snapshot) {
    return partialMax != null && partialMax.compareTo(snapshot) > 0;
  }
}
