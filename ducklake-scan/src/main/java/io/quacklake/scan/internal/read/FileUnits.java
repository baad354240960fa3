package io.quacklake.scan.internal.read;

import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.internal.batches.BatchSource;
import io.quacklake.scan.internal.batches.Units;
import io.quacklake.scan.internal.parquet.RowGroup;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The row groups of one data file; it is opened when the first is asked for. */
public final class FileUnits implements Units {
  private final DataFileTask task;
  private final int index;
  private final ScanContext context;
  private final RowGroupPruner pruner;
  private final Function<OpenedFile, @Nullable RowSelection> selecting;
  private @Nullable OpenedFile file;
  private @Nullable RowSelection selection;
  private Iterator<RowGroup> groups = List.<RowGroup>of().iterator();
  private boolean opened;

  /**
   * @param index ordinal of the file in what is read
   * @param selecting which rows of the file are wanted; null for none
   */
  public FileUnits(
      DataFileTask task,
      int index,
      ScanContext context,
      Function<OpenedFile, @Nullable RowSelection> selecting) {
    this.task = task;
    this.index = index;
    this.context = context;
    this.pruner = new RowGroupPruner(context.scan());
    this.selecting = selecting;
  }

  @Override
  public @Nullable BatchSource next() {
    if (!opened) {
      opened = true;
      OpenedFile now = OpenedFile.open(task, index, context);
      file = now;
      selection = selecting.apply(now);
      groups = now.parquet().rowGroups().iterator();
    }
    if (file == null || selection == null) {
      return null;
    }
    while (groups.hasNext()) {
      RowGroup group = groups.next();
      if (selection.candidates(group) > 0) {
        RowRanges ranges = pruner.mayMatch(file, group);
        if (!ranges.isEmpty()) {
          return new RowGroupBatches(file, group, ranges, selection, context);
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    if (file != null) {
      file.release();
      file = null;
    }
  }
}
