package io.quacklake.transact;

import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import org.jspecify.annotations.Nullable;

/**
 * What was done to the data files of one table.
 *
 * @param filesProcessed files that are in the table no more
 * @param filesCreated files that took their place
 * @param bytesProcessed the size of the former
 * @param bytesCreated the size of the latter; 0 where nothing was written, only asked for
 * @param snapshot the one that did it; null where nothing was written
 */
public record CompactionResult(
    TableRef table,
    long filesProcessed,
    long filesCreated,
    long bytesProcessed,
    long bytesCreated,
    @Nullable SnapshotId snapshot) {}
