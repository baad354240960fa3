package io.quacklake.scan.internal.parquet.pages;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.util.MemoryUtil;

/** A window onto the bytes of a column chunk, read ahead in pieces. */
final class ChunkInput implements AutoCloseable {
  /** With its slack a power of two, as buffers that are kept for reuse are. */
  private static final int READ_AHEAD = (1 << 20) - NativeBuffer.SLACK;

  private final ColumnChunk chunk;
  private final FileSite site;
  private final NativeBuffer window = new NativeBuffer();
  private long windowStart;
  private int windowLength;

  ChunkInput(ColumnChunk chunk, FileSite site) {
    this.chunk = chunk;
    this.site = site;
  }

  /** Bytes of the chunk from {@code offset} on. */
  long remaining(long offset) {
    return chunk.end() - offset;
  }

  /**
   * The address of {@code length} bytes at {@code offset} of the file, with slack behind them. It
   * holds until the next call.
   */
  long address(long offset, int length) {
    load(offset, length);
    return window.address() + (offset - windowStart);
  }

  /** The same as {@link #address}, as a byte buffer. */
  ByteBuffer bytes(long offset, int length) {
    load(offset, length);
    return window.view((int) (offset - windowStart), length);
  }

  private void load(long offset, int length) {
    if (length < 0 || offset < chunk.start() || length > remaining(offset)) {
      throw site.corrupt(
          "a page of " + length + " bytes at " + offset + " reaches out of its column chunk");
    }
    if (offset >= windowStart && offset + length <= windowStart + windowLength) {
      return;
    }
    int wanted = (int) Math.min(Math.max(length, READ_AHEAD), remaining(offset));
    int have = 0;
    if (offset >= windowStart && offset < windowStart + windowLength) {
      have = (int) (windowStart + windowLength - offset);
      long from = window.address() + (offset - windowStart);
      if (wanted <= window.capacity()) {
        MemoryUtil.copyMemory(from, window.address(), have);
      } else {
        have = 0; // read again rather than hold two windows
      }
    }
    windowLength = 0;
    window.ensure(wanted);
    chunk.source().read(offset + have, window.view(have, wanted - have));
    windowStart = offset;
    windowLength = wanted;
  }

  @Override
  public void close() {
    window.close();
    windowLength = 0;
  }
}
