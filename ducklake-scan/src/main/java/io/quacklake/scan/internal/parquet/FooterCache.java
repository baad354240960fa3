package io.quacklake.scan.internal.parquet;

import io.quacklake.storage.ObjectSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Footers of the files read last: data files never change, and for a look-up of a few rows the
 * footer is most of the work. Encrypted files are not kept, so that each reader shows its key. Safe
 * to share between threads.
 */
public final class FooterCache {
  private final long mostChunks;
  private final Map<String, ParquetFooter> footers = new LinkedHashMap<>(16, 0.75f, true);
  private long chunks;

  /**
   * @param mostChunks for how many column chunks, of about a kilobyte each, there is room
   */
  public FooterCache(long mostChunks) {
    this.mostChunks = mostChunks;
  }

  /** Opens a file without a key. The source belongs to the file, also when this fails. */
  public ParquetDataFile open(ObjectSource source, @Nullable Long footerSizeHint) {
    ParquetFooter known = find(source.location());
    if (known != null && known.fileSize() == source.size()) {
      return ParquetDataFile.open(source, known);
    }
    ParquetDataFile file = ParquetDataFile.open(source, footerSizeHint, null);
    keep(source.location(), file.footer());
    return file;
  }

  /** Whether the footer of a file is at hand. */
  public boolean knows(String location, long size) {
    ParquetFooter known = find(location);
    return known != null && known.fileSize() == size;
  }

  private synchronized @Nullable ParquetFooter find(String location) {
    return footers.get(location);
  }

  private synchronized void keep(String location, ParquetFooter footer) {
    long weight = weight(footer);
    if (weight > mostChunks / 4) {
      return; // one such file would push out all others
    }
    ParquetFooter before = footers.put(location, footer);
    chunks += weight - (before == null ? 0 : weight(before));
    var oldest = footers.values().iterator();
    while (chunks > mostChunks) {
      chunks -= weight(oldest.next());
      oldest.remove();
    }
  }

  private static long weight(ParquetFooter footer) {
    return 1 + (long) footer.metadata().getRow_groupsSize() * footer.schema().leaves().size();
  }
}
