package io.quacklake.transact.internal.parquet;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Knows how far the file has come. */
final class CountingStream extends FilterOutputStream {
  private long position;

  CountingStream(OutputStream out) {
    super(out);
  }

  long position() {
    return position;
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    position++;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    out.write(source, offset, length);
    position += length;
  }
}
