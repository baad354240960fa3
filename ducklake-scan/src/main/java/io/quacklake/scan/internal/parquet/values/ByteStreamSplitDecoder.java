package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Encoding BYTE_STREAM_SPLIT: the first bytes of all values, then their second bytes, and so on.
 */
final class ByteStreamSplitDecoder extends FixedDecoder {
  private final FileSite site;
  private final int width;
  private long address;
  private long stride;
  private long at;

  ByteStreamSplitDecoder(FileSite site, int width) {
    this.site = site;
    this.width = width;
  }

  @Override
  void reset(long address, long end, int values) {
    if ((end - address) % width != 0) {
      throw site.corrupt("a page of " + (end - address) + " bytes has " + width + " streams");
    }
    this.address = address;
    this.stride = (end - address) / width;
    this.at = 0;
  }

  @Override
  public void skip(int count) {
    if (count > stride - at) {
      throw site.corrupt("a page ends before its last value");
    }
    at += count;
  }

  @Override
  public void read(int count, long target) {
    long from = address + at;
    skip(count);
    switch (width) {
      case 4 -> {
        for (int i = 0; i < count; i++) {
          long f = from + i;
          int value =
              (MemoryUtil.getByte(f) & 0xff)
                  | (MemoryUtil.getByte(f + stride) & 0xff) << 8
                  | (MemoryUtil.getByte(f + 2 * stride) & 0xff) << 16
                  | MemoryUtil.getByte(f + 3 * stride) << 24;
          MemoryUtil.putInt(target + 4L * i, value);
        }
      }
      default -> {
        for (int stream = 0; stream < width; stream++) {
          long f = from + stream * stride;
          long t = target + stream;
          for (int i = 0; i < count; i++) {
            MemoryUtil.putByte(t + (long) i * width, MemoryUtil.getByte(f + i));
          }
        }
      }
    }
  }
}
