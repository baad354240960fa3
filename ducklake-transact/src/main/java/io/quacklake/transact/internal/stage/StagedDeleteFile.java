package io.quacklake.transact.internal.stage;

import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.EncryptionKey;
import org.jspecify.annotations.Nullable;

/**
 * A delete file that is written and that no snapshot has yet.
 *
 * @param format {@code parquet} or {@code puffin}
 * @param begin the first snapshot whose deletes it has; that of the commit unless it has older ones
 * @param partialMax the newest snapshot whose deletes it has, if it has those of several
 * @param writtenFor the snapshot id that it embeds; null if it embeds none, and so fits any commit
 */
public record StagedDeleteFile(
    FileId dataFile,
    String location,
    LakePath path,
    String format,
    long deleteCount,
    long sizeBytes,
    long footerSize,
    @Nullable EncryptionKey encryptionKey,
    SnapshotId begin,
    @Nullable SnapshotId partialMax,
    @Nullable SnapshotId writtenFor) {}
