package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.arrow.memory.util.MemoryUtil;

/** Booleans in encoding RLE; yields a byte 0 or 1 for each. */
final class RleBooleanDecoder extends FixedDecoder {
  private final FileSite site;
  private final RleReader runs;
  private final byte[] block = new byte[1024];

  RleBooleanDecoder(FileSite site) {
    this.site = site;
    this.runs = new RleReader(site);
  }

  @Override
  void reset(long address, long end, int values) {
    if (address >= end) {
      runs.reset(address, end, 1);
      return;
    }
    long length = end - address < 4 ? -1 : MemoryUtil.getInt(address);
    if (length < 0 || length > end - address - 4) {
      throw site.corrupt("booleans of " + length + " bytes reach behind their page");
    }
    runs.reset(address + 4, address + 4 + length, 1);
  }

  @Override
  public void skip(int count) {
    runs.skip(count);
  }

  @Override
  public void read(int count, long target) {
    for (int done = 0; done < count; done += block.length) {
      int n = Math.min(block.length, count - done);
      runs.read(block, 0, n, 1);
      MemoryUtil.copyToMemory(block, 0, target + done, n);
    }
  }
}
