package io.quacklake.scan.internal.read;

import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.LocatedDelete;
import io.quacklake.storage.ByteRange;
import io.quacklake.storage.ObjectOpener;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens remote files of a plan before their turn: their footers and deletes are asked for together,
 * not one after the other. The catalog knows their sizes, so that nothing is waited for.
 */
final class OpenAhead implements ObjectOpener, AutoCloseable {
  /** What follows the footer: its length and the magic bytes. */
  private static final int TRAILER = 8;

  /**
   * What a look-up asks for before it reads rows lies in front of the footer: page indexes, Bloom
   * filters.
   */
  private static final int INDEXES = 1 << 16;

  private final ScanContext context;
  private final Map<String, ObjectSource> ready = new HashMap<>();

  OpenAhead(ScanContext context) {
    this.context = context;
  }

  /** Opens the files of a task. */
  void prepare(DataFileTask task) {
    long size = task.file().sizeBytes();
    Long footer = task.file().footerSize();
    if (ObjectStores.isRemote(task.location())
        && footer != null
        && footer > 0
        && footer + TRAILER <= size
        && !context.footers().knows(task.location(), size)) {
      long length = footer + TRAILER + (context.pages() == null ? 0 : INDEXES);
      length = Math.min(length, size);
      prepare(task.location(), size, new ByteRange(size - length, length));
    }
    for (LocatedDelete delete : task.deletes()) {
      long deletes = delete.file().sizeBytes();
      if (ObjectStores.isRemote(delete.location()) && deletes > 0) {
        prepare(delete.location(), deletes, new ByteRange(0, deletes));
      }
    }
  }

  private void prepare(String location, long size, ByteRange range) {
    if (!ready.containsKey(location)) {
      ObjectSource source = context.opener().open(location, size);
      ready.put(location, source);
      source.willRead(List.of(range));
    }
  }

  @Override
  public ObjectSource open(String location, long size) {
    ObjectSource source = ready.remove(location);
    if (source != null && source.size() == size) {
      return source;
    }
    if (source != null) {
      source.close();
    }
    return context.opener().open(location, size);
  }

  @Override
  public void close() {
    ready.values().forEach(ObjectSource::close);
    ready.clear();
  }
}
