package io.quacklake.transact.internal.parquet.columns;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Finished pages, kept outside the heap in segments that grow from small to a megabyte. */
final class NativeBuffer implements AutoCloseable {
  private static final long FIRST_SEGMENT = 16 << 10;
  private static final long LAST_SEGMENT = 1 << 20;

  private final BufferAllocator allocator;
  private final List<ArrowBuf> segments = new ArrayList<>();
  private long used;
  private long size;

  NativeBuffer(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  long size() {
    return size;
  }

  void append(byte[] source, int offset, int length) {
    int done = 0;
    while (done < length) {
      ArrowBuf segment = segmentWithRoom();
      int part = (int) Math.min(length - done, segment.capacity() - used);
      segment.setBytes(used, source, offset + done, part);
      used += part;
      done += part;
    }
    size += length;
  }

  private ArrowBuf segmentWithRoom() {
    if (!segments.isEmpty()) {
      ArrowBuf last = segments.get(segments.size() - 1);
      if (used < last.capacity()) {
        return last;
      }
    }
    long wanted =
        segments.isEmpty()
            ? FIRST_SEGMENT
            : Math.min(LAST_SEGMENT, segments.get(segments.size() - 1).capacity() * 4);
    ArrowBuf segment = allocator.buffer(wanted);
    segments.add(segment);
    used = 0;
    return segment;
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] piece = new byte[(int) Math.min(size, 256 << 10)];
    for (int i = 0; i < segments.size(); i++) {
      ArrowBuf segment = segments.get(i);
      long end = i == segments.size() - 1 ? used : segment.capacity();
      for (long at = 0; at < end; at += piece.length) {
        int part = (int) Math.min(piece.length, end - at);
        segment.getBytes(at, piece, 0, part);
        out.write(piece, 0, part);
      }
    }
  }

  void clear() {
    segments.forEach(ArrowBuf::close);
    segments.clear();
    used = 0;
    size = 0;
  }

  @Override
  public void close() {
    clear();
  }
}
