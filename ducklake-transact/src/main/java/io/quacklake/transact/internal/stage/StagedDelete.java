package io.quacklake.transact.internal.stage;

import io.quacklake.format.FileId;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.SortedLongs;
import io.quacklake.scan.ScanTask.LocatedDelete;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of one table that a transaction deletes, as found at its base snapshot.
 *
 * @param rows how many in all
 * @param files by data file, those with rows that go
 * @param inlinedRows row ids that go, by inlined table
 */
public record StagedDelete(List<OfFile> files, Map<String, SortedLongs> inlinedRows, long rows) {
  public StagedDelete {
    files = List.copyOf(files);
    inlinedRows = Map.copyOf(inlinedRows);
  }

  /** Nothing at all. */
  public static final StagedDelete NONE = new StagedDelete(List.of(), Map.of(), 0);

  /**
   * Positions of one data file.
   *
   * @param file as it was at the base
   * @param location where it lies
   * @param positions newly deleted, ascending, counted from 0
   * @param how what is written for them
   * @param existing the delete files that the file had at the base; the commit requires that they
   *     are still the same
   * @param inlinedBefore positions that rows of the catalog had deleted at the base, ascending
   */
  public record OfFile(
      DataFile file,
      String location,
      SortedLongs positions,
      How how,
      List<LocatedDelete> existing,
      SortedLongs inlinedBefore) {
    public OfFile {
      existing = List.copyOf(existing);
    }
  }

  /** What is written for the deletes of a file. */
  public enum How {
    /** No row is left: the data file ends. */
    WHOLE_FILE,
    /** Rows of {@code ducklake_inlined_delete_N}. */
    INLINED,
    /** A delete file; with the snapshot of each position if the data file has one already. */
    DELETE_FILE
  }

  /** The data files that are touched. */
  public Set<FileId> fileIds() {
    return files.stream().map(each -> each.file().id()).collect(Collectors.toUnmodifiableSet());
  }
}
