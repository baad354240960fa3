package io.quacklake.scan.internal.read;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text by which specifications up to 0.3 say which rows of a merged file belong to which
 * snapshot: {@code partial_max:7} as in later ones, or {@code 2:10|3:15}, "at snapshot 2 the first
 * 10 rows, at 3 the first 15".
 */
record PartialFileInfo(@Nullable SnapshotId newest, List<Step> steps) {
  private static final String PARTIAL_MAX = "partial_max:";

  /** From {@code since} on the first {@code rows} rows are visible. */
  record Step(long since, long rows) {}

  static PartialFileInfo parse(String text) {
    try {
      if (text.isBlank()) {
        return new PartialFileInfo(null, List.of());
      }
      if (text.startsWith(PARTIAL_MAX)) {
        long newest = Long.parseLong(text.substring(PARTIAL_MAX.length()).trim());
        return new PartialFileInfo(new SnapshotId(newest), List.of());
      }
      List<Step> steps = new ArrayList<>();
      for (String part : text.split("\\|", -1)) {
        int colon = part.indexOf(':');
        steps.add(
            new Step(
                Long.parseLong(part.substring(0, colon).trim()),
                Long.parseLong(part.substring(colon + 1).trim())));
      }
      return new PartialFileInfo(null, steps);
    } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
      throw new CorruptLakeException(
          "Cannot read partial_file_info '" + text + "' of a data file.", malformed);
    }
  }

  /** Rows from the start of the file that are visible at a snapshot. */
  long visibleRows(SnapshotId snapshot) {
    if (steps.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long rows = 0;
    for (Step step : steps) {
      if (step.since() <= snapshot.value()) {
        rows = Math.max(rows, step.rows());
      }
    }
    return rows;
  }

  /** The snapshot that wrote the row at a position, {@code otherwise} where no step says. */
  long snapshotOf(long position, long otherwise) {
    long snapshot = Long.MAX_VALUE;
    for (Step step : steps) {
      if (position < step.rows()) {
        snapshot = Math.min(snapshot, step.since());
      }
    }
    return snapshot == Long.MAX_VALUE ? otherwise : snapshot;
  }
}
