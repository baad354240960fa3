package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.arrow.memory.util.MemoryUtil;

/** From how values are stored to how their vector holds them. */
enum Conversion {
  NONE,
  TO_INT8,
  TO_UINT8,
  TO_INT16,
  TO_UINT16,
  INT32_MILLIS_TO_MICROS,
  INT64_MILLIS_TO_MICROS,
  INT32_TO_DECIMAL,
  INT64_TO_DECIMAL,
  /** Big-endian two's complement of any length. */
  BYTES_TO_DECIMAL,
  /** Nanoseconds of the day and a Julian day. */
  INT96_TO_MICROS,
  HALF_TO_FLOAT,
  /** Months, days and milliseconds to months, days and nanoseconds. */
  INTERVAL;

  private static final long EPOCH_AS_JULIAN_DAY = 2_440_588;
  private static final long MICROS_OF_A_DAY = 86_400_000_000L;

  /** Converts {@code n} values of {@code width} bytes each. */
  void convert(FileSite site, long from, int width, int n, long to) {
    switch (this) {
      case NONE -> MemoryUtil.copyMemory(from, to, (long) n * width);
      case TO_INT8 -> {
        for (int i = 0; i < n; i++) {
          int value = MemoryUtil.getInt(from + 4L * i);
          if (value != (byte) value) {
            throw site.corrupt("value " + value + " of an 8-bit integer");
          }
          MemoryUtil.putByte(to + i, (byte) value);
        }
      }
      case TO_UINT8 -> {
        for (int i = 0; i < n; i++) {
          int value = MemoryUtil.getInt(from + 4L * i);
          if ((value & ~0xff) != 0) {
            throw site.corrupt("value " + value + " of an unsigned 8-bit integer");
          }
          MemoryUtil.putByte(to + i, (byte) value);
        }
      }
      case TO_INT16 -> {
        for (int i = 0; i < n; i++) {
          int value = MemoryUtil.getInt(from + 4L * i);
          if (value != (short) value) {
            throw site.corrupt("value " + value + " of a 16-bit integer");
          }
          MemoryUtil.putShort(to + 2L * i, (short) value);
        }
      }
      case TO_UINT16 -> {
        for (int i = 0; i < n; i++) {
          int value = MemoryUtil.getInt(from + 4L * i);
          if ((value & ~0xffff) != 0) {
            throw site.corrupt("value " + value + " of an unsigned 16-bit integer");
          }
          MemoryUtil.putShort(to + 2L * i, (short) value);
        }
      }
      case INT32_MILLIS_TO_MICROS -> {
        for (int i = 0; i < n; i++) {
          MemoryUtil.putLong(to + 8L * i, MemoryUtil.getInt(from + 4L * i) * 1000L);
        }
      }
      case INT64_MILLIS_TO_MICROS -> {
        for (int i = 0; i < n; i++) {
          long millis = MemoryUtil.getLong(from + 8L * i);
          if (Math.multiplyHigh(millis, 1000L) != (millis * 1000L) >> 63) {
            throw site.unsupported(
                "a timestamp of " + millis + " ms", "It is out of the range of microseconds.");
          }
          MemoryUtil.putLong(to + 8L * i, millis * 1000L);
        }
      }
      case INT32_TO_DECIMAL -> {
        for (int i = 0; i < n; i++) {
          long value = MemoryUtil.getInt(from + 4L * i);
          MemoryUtil.putLong(to + 16L * i, value);
          MemoryUtil.putLong(to + 16L * i + 8, value >> 63);
        }
      }
      case INT64_TO_DECIMAL -> {
        for (int i = 0; i < n; i++) {
          long value = MemoryUtil.getLong(from + 8L * i);
          MemoryUtil.putLong(to + 16L * i, value);
          MemoryUtil.putLong(to + 16L * i + 8, value >> 63);
        }
      }
      case BYTES_TO_DECIMAL -> {
        for (int i = 0; i < n; i++) {
          decimal(site, from + (long) width * i, width, to + 16L * i);
        }
      }
      case INT96_TO_MICROS -> {
        for (int i = 0; i < n; i++) {
          long nanos = MemoryUtil.getLong(from + 12L * i);
          long day = MemoryUtil.getInt(from + 12L * i + 8) - EPOCH_AS_JULIAN_DAY;
          long dayMicros = day * MICROS_OF_A_DAY;
          long rest = Math.floorDiv(nanos, 1000L);
          long micros = dayMicros + rest;
          if (Math.multiplyHigh(day, MICROS_OF_A_DAY) != dayMicros >> 63
              || ((dayMicros ^ micros) & (rest ^ micros)) < 0) {
            throw site.unsupported(
                "an INT96 timestamp on day " + day, "It is out of the range of microseconds.");
          }
          MemoryUtil.putLong(to + 8L * i, micros);
        }
      }
      case HALF_TO_FLOAT -> {
        for (int i = 0; i < n; i++) {
          MemoryUtil.putInt(
              to + 4L * i,
              Float.floatToRawIntBits(Halves.toFloat(MemoryUtil.getShort(from + 2L * i))));
        }
      }
      case INTERVAL -> {
        for (int i = 0; i < n; i++) {
          long f = from + 12L * i;
          long t = to + 16L * i;
          long months = MemoryUtil.getInt(f);
          long days = MemoryUtil.getInt(f + 4);
          if (months < 0 || days < 0) {
            throw site.unsupported("an interval over 2147483647 months or days", "Leave it out.");
          }
          MemoryUtil.putInt(t, (int) months);
          MemoryUtil.putInt(t + 4, (int) days);
          MemoryUtil.putLong(t + 8, (MemoryUtil.getInt(f + 8) & 0xffffffffL) * 1_000_000L);
        }
      }
    }
  }

  /** Writes a big-endian two's complement number as 16 bytes, little-endian. */
  static void decimal(FileSite site, long from, int width, long to) {
    if (width == 16) {
      MemoryUtil.putLong(to, Long.reverseBytes(MemoryUtil.getLong(from + 8)));
      MemoryUtil.putLong(to + 8, Long.reverseBytes(MemoryUtil.getLong(from)));
      return;
    }
    if (width == 0) {
      throw site.corrupt("a decimal of no bytes");
    }
    byte sign = (byte) (MemoryUtil.getByte(from) >> 7);
    for (int i = 16; i < width; i++) {
      if (MemoryUtil.getByte(from + i - 16) != sign) {
        throw site.corrupt("a decimal of over 38 digits");
      }
    }
    if (width > 16 && MemoryUtil.getByte(from + width - 16) >> 7 != sign) {
      throw site.corrupt("a decimal of over 38 digits");
    }
    for (int i = 0; i < 16; i++) {
      MemoryUtil.putByte(to + i, i < width ? MemoryUtil.getByte(from + width - 1 - i) : sign);
    }
  }
}
