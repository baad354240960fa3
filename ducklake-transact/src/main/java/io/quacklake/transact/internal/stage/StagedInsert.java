package io.quacklake.transact.internal.stage;

import io.quacklake.format.FieldId;
import io.quacklake.format.file.ColumnStats;
import java.util.List;
import java.util.Map;

/**
 * Rows for one table: in files, or few enough to be inlined.
 *
 * @param rows how many in all
 * @param inlined rows for the catalog itself; empty where there are files
 * @param inlinedStats statistics of the inlined rows, by leaf column
 */
public record StagedInsert(
    List<StagedFile> files,
    List<StagedRow> inlined,
    Map<FieldId, ColumnStats> inlinedStats,
    long rows) {
  public StagedInsert {
    files = List.copyOf(files);
    inlined = List.copyOf(inlined);
    inlinedStats = Map.copyOf(inlinedStats);
  }

  /** Nothing at all. */
  public static final StagedInsert NONE = new StagedInsert(List.of(), List.of(), Map.of(), 0);
}
