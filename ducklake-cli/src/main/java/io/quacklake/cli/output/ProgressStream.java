package io.quacklake.cli.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;

/** Says on a terminal, twice a second, how much has been written. */
public final class ProgressStream extends FilterOutputStream {
  private static final long INTERVAL_NANOS = 500_000_000;

  private final PrintStream terminal;
  private long bytes;
  private long shown = System.nanoTime();

  public ProgressStream(OutputStream out, PrintStream terminal) {
    super(out);
    this.terminal = terminal;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    count(1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    count(length);
  }

  private void count(int length) {
    bytes += length;
    long now = System.nanoTime();
    if (now - shown > INTERVAL_NANOS) {
      shown = now;
      terminal.printf(Locale.ROOT, "\r%.1f MB written", bytes / 1e6);
      terminal.flush();
    }
  }
}
