package io.quacklake.transact.internal.stage;

import io.quacklake.format.FileId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.DataFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A data file that takes the place of others: it has the rows of all of them, each with the
 * snapshot that wrote it, so that older snapshots read it too.
 *
 * @param sources those that it replaces, as they were at the base
 * @param begin the first snapshot whose rows it has
 * @param partialMax the newest one
 * @param rowIdStart the row id of its first row; null if each row says its own
 */
public record StagedCompaction(
    List<DataFile> sources,
    StagedFile file,
    SnapshotId begin,
    SnapshotId partialMax,
    @Nullable Long rowIdStart) {
  public StagedCompaction {
    sources = List.copyOf(sources);
  }

  /** The files that go. */
  public Set<FileId> sourceIds() {
    return sources.stream().map(DataFile::id).collect(Collectors.toUnmodifiableSet());
  }
}
