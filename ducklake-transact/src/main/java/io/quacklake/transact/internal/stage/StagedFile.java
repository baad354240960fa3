package io.quacklake.transact.internal.stage;

import io.quacklake.format.FieldId;
import io.quacklake.format.LakePath;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.file.EncryptionKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data file that no snapshot has yet. Its id and the row ids of its rows are given at the commit.
 *
 * @param location where it lies, ready to be opened
 * @param path the same below the table's path
 * @param partitionId the spec that its rows were routed by, maybe a temporary (negative) one of
 *     this transaction; null if the table is not partitioned
 * @param partitionValues texts by key index; a null value is NULL
 * @param mapping how to read a file that was added; null for field ids
 * @param stats by leaf column, as the catalog keeps them
 */
public record StagedFile(
    String location,
    LakePath path,
    Origin origin,
    RowIds rowIds,
    long recordCount,
    long sizeBytes,
    @Nullable Long footerSize,
    @Nullable Long partitionId,
    Map<Integer, @Nullable String> partitionValues,
    @Nullable EncryptionKey encryptionKey,
    @Nullable StagedMapping mapping,
    Map<FieldId, ColumnStats> stats) {

  /** Whose file it is: one that we wrote is removed if the commit fails. */
  public enum Origin {
    WRITTEN,
    ADDED
  }

  /** Where the ids of its rows come from. */
  public enum RowIds {
    /** Counted from the start that the commit gives. */
    ASSIGNED,
    /** In a column of the file, since the rows had ids before: an update keeps them. */
    EMBEDDED
  }
}
