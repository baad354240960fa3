package io.quacklake.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A plan and a reader of exactly its rows.
 *
 * @param rows as {@link TableScan#open} gives them; closing this closes it
 */
public record PlannedScan(ScanPlan plan, ArrowReader rows) implements AutoCloseable {
  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
