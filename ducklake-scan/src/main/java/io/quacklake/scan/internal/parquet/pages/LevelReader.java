package io.quacklake.scan.internal.parquet.pages;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.values.RleReader;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/** The definition or repetition levels of a page, one after the other. */
public final class LevelReader {
  private final FileSite site;
  private final int most;
  private final int width;
  private final RleReader runs;
  private Form form = Form.RUNS;
  private long bitAddress;
  private long bit;
  private long bits;

  private enum Form {
    /** All levels are the highest; nothing is stored, or a single run. */
    HIGHEST,
    RUNS,
    /** The deprecated encoding BIT_PACKED, most significant bit first. */
    BITS
  }

  LevelReader(FileSite site, int most) {
    this.site = site;
    this.most = most;
    this.width = 32 - Integer.numberOfLeadingZeros(most);
    this.runs = new RleReader(site);
  }

  void resetToHighest() {
    form = Form.HIGHEST;
  }

  void resetToRuns(long address, long end, int count) {
    runs.reset(address, end, width);
    form = count > 0 && runs.runOf(most) >= count ? Form.HIGHEST : Form.RUNS;
  }

  /** Returns the address behind the levels. */
  long resetToBits(long address, long end, int count) {
    bits = (long) count * width;
    long bytes = (bits + 7) / 8;
    if (bytes > end - address) {
      throw site.corrupt("a page ends before its last level");
    }
    form = Form.BITS;
    bitAddress = address;
    bit = 0;
    return address + bytes;
  }

  /** Whether all levels of the page are known to be the highest possible: no NULLs. */
  public boolean allHighest() {
    return form == Form.HIGHEST;
  }

  /** Reads the next levels; none is above the highest possible. */
  public void read(byte[] into, int offset, int count) {
    switch (form) {
      case HIGHEST -> Arrays.fill(into, offset, offset + count, (byte) most);
      case RUNS -> runs.read(into, offset, count, most);
      case BITS -> readBits(into, offset, count);
    }
  }

  private void readBits(byte[] into, int offset, int count) {
    if ((long) count * width > bits - bit) {
      throw site.corrupt("a page ends before its last level");
    }
    for (int i = 0; i < count; i++) {
      int value = 0;
      for (int b = 0; b < width; b++, bit++) {
        int next = MemoryUtil.getByte(bitAddress + (bit >>> 3)) >>> (7 - (bit & 7)) & 1;
        value = value << 1 | next;
      }
      if (value > most) {
        throw site.corrupt("level " + value + " where at most " + most + " is possible");
      }
      into[offset + i] = (byte) value;
    }
  }
}
