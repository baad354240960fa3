package io.quacklake.scan.internal.read;

import io.quacklake.format.SnapshotId;
import io.quacklake.scan.ScanTask;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.InlinedDataTask;
import io.quacklake.scan.internal.batches.BatchSource;
import io.quacklake.scan.internal.batches.Units;
import io.quacklake.scan.internal.deletes.DeleteFileReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the tasks of a plan into row groups and inlined tables; files are opened when their turn
 * comes.
 */
final class ScanUnits implements Units {
  private final List<ScanTask> tasks;
  private final ScanContext context;
  private final OpenAhead openAhead;
  private final int filesAhead;
  private @Nullable FileUnits file;
  private int nextIndex;
  private int prepared;

  /**
   * @param filesAhead how many remote files are opened before their turn
   */
  ScanUnits(List<ScanTask> tasks, ScanContext context, int filesAhead) {
    this.tasks = tasks;
    this.openAhead = new OpenAhead(context);
    this.context = context.withOpener(openAhead);
    this.filesAhead = filesAhead;
  }

  @Override
  public @Nullable BatchSource next() {
    while (true) {
      BatchSource group = file == null ? null : file.next();
      if (group != null) {
        return group;
      }
      closeFile();
      if (nextIndex == tasks.size()) {
        return null;
      }
      int index = nextIndex++;
      ScanTask task = tasks.get(index);
      prepare(Math.min(tasks.size(), index + filesAhead));
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

  private void prepare(int end) {
    for (; prepared < end; prepared++) {
      if (tasks.get(prepared) instanceof DataFileTask ahead) {
        openAhead.prepare(ahead);
      }
    }
  }

  private void closeFile() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  @Override
  public void close() {
    try {
      closeFile();
    } finally {
      openAhead.close();
    }
  }
}
