package io.quacklake.py;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Rows on their way to Python. Once exported, the stream belongs to who imports it. */
public final class PyStream {
  private final HandOverReader reader;

  /**
   * @param onClose run once when the reader is closed
   */
  PyStream(ArrowReader source, Runnable onClose) {
    try {
      this.reader = new HandOverReader(source, onClose);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills the {@code ArrowArrayStream} at that address. */
  public void export(long address) {
    Exports.stream(reader, address);
  }

  /** Makes the read end at its next batch. */
  public void cancel() {
    reader.cancel();
  }

  /** Why reading failed; null while it did not. */
  public @Nullable Throwable failure() {
    return reader.failure();
  }
}
