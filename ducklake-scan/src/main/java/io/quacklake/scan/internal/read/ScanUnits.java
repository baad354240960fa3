package io.quacklake.scan.internal.read;

import io.quacklake.scan.ScanTask;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.InlinedDataTask;
import io.quacklake.scan.internal.parquet.RowGroup;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the tasks of a plan into row groups and inlined tables; files are opened when their turn
 * comes.
 */
final class ScanUnits implements Units {
  private final Iterator<ScanTask> tasks;
  private final ScanContext context;
  private final RowGroupPruner pruner;
  private @Nullable OpenedFile file;
  private Iterator<RowGroup> groups = List.<RowGroup>of().iterator();
  private int nextIndex;

  ScanUnits(List<ScanTask> tasks, ScanContext context) {
    this.tasks = tasks.iterator();
    this.context = context;
    this.pruner = new RowGroupPruner(context.scan());
  }

  @Override
  public @Nullable BatchSource next() {
    while (true) {
      while (file != null && groups.hasNext()) {
        RowGroup group = groups.next();
        RowRanges ranges = pruner.mayMatch(file, group);
        if (!ranges.isEmpty()) {
          return new RowGroupBatches(file, group, ranges, context);
        }
      }
      releaseFile();
      if (!tasks.hasNext()) {
        return null;
      }
      ScanTask task = tasks.next();
      int index = nextIndex++;
      if (task instanceof InlinedDataTask inlined) {
        return new InlinedBatches(inlined, index, context);
      }
      OpenedFile opened = OpenedFile.open((DataFileTask) task, index, context);
      file = opened;
      groups = opened.parquet().rowGroups().iterator();
    }
  }

  private void releaseFile() {
    if (file != null) {
      file.release();
      file = null;
    }
  }

  @Override
  public void close() {
    releaseFile();
  }
}
