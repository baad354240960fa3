package io.quacklake.cli.output;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a result in one format. */
public interface ResultWriter {
  /** Writes all rows, flushes, and leaves the stream open. Returns how many rows there were. */
  long write(Result result, OutputStream out) throws IOException;
}
