package io.quacklake.scan.internal.read;

import io.quacklake.format.SnapshotId;
import io.quacklake.scan.ScanTask;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.InlinedDataTask;
import io.quacklake.scan.internal.deletes.DeleteFileReader;
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
  private @Nullable FileUnits file;
  private int nextIndex;

  ScanUnits(List<ScanTask> tasks, ScanContext context) {
    this.tasks = tasks.iterator();
    this.context = context;
  }

  @Override
  public @Nullable BatchSource next() {
    while (true) {
      BatchSource group = file == null ? null : file.next();
      if (group != null) {
        return group;
      }
      close();
      if (!tasks.hasNext()) {
        return null;
      }
      ScanTask task = tasks.next();
      int index = nextIndex++;
      if (task instanceof InlinedDataTask inlined) {
        return new InlinedBatches(inlined, index, context);
      }
      file = units((DataFileTask) task, index);
    }
  }

  private FileUnits units(DataFileTask task, int index) {
    SnapshotId snapshot = context.scan().snapshot().id();
    DeleteFileReader deletes =
        new DeleteFileReader(snapshot, context.opener(), context.keys(), context.allocator());
    return new FileUnits(
        task, index, context, opened -> new VisibleRows(opened, deletes.read(task), snapshot));
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
