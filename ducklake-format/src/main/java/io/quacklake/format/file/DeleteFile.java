package io.quacklake.format.file;

import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.Lifespan;
import io.quacklake.format.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * A file that lists deleted positions of one data file.
 *
 * @param path below the table's path
 * @param format {@code parquet} or {@code puffin}
 * @param partialMax newest snapshot whose deletes the file holds, if it holds those of several
 */
public record DeleteFile(
    FileId id,
    FileId dataFile,
    LakePath path,
    String format,
    @Nullable Long deleteCount,
    long sizeBytes,
    @Nullable Long footerSize,
    @Nullable EncryptionKey encryptionKey,
    Lifespan lifespan,
    @Nullable SnapshotId partialMax) {}
