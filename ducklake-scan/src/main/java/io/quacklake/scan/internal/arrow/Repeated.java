package io.quacklake.scan.internal.arrow;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/** Repeats the first value of a vector by copying memory. */
final class Repeated {
  private Repeated() {}

  /**
   * Makes all {@code count} values those of the first, which is not NULL and for which the vector
   * has room, if its type is one that this can do; otherwise does nothing and says so.
   */
  static boolean first(FieldVector vector, int count) {
    if (vector instanceof BaseFixedWidthVector fixed && !(vector instanceof BitVector)) {
      int width = fixed.getTypeWidth();
      repeat(vector.getDataBuffer(), width, (long) width * count);
    } else if (vector instanceof BaseVariableWidthVector strings) {
      int length = strings.getOffsetBuffer().getInt(4);
      long bytes = (long) length * count;
      if (bytes > Integer.MAX_VALUE) {
        return false;
      }
      if (strings.getDataBuffer().capacity() < bytes) {
        strings.reallocDataBuffer(bytes);
      }
      repeat(strings.getDataBuffer(), length, bytes);
      long offsets = strings.getOffsetBuffer().memoryAddress();
      for (int i = 1; i <= count; i++) {
        MemoryUtil.putInt(offsets + 4L * i, i * length);
      }
      strings.setLastSet(count - 1);
    } else {
      return false;
    }
    MemoryUtil.setMemory(
        vector.getValidityBuffer().memoryAddress(), (count + 7) >>> 3, (byte) 0xff);
    return true;
  }

  /** Copies what is there behind itself, twice as much each time. */
  private static void repeat(ArrowBuf buffer, int length, long bytes) {
    if (length == 0) {
      return;
    }
    long address = buffer.memoryAddress();
    for (long done = length; done < bytes; done += Math.min(done, bytes - done)) {
      MemoryUtil.copyMemory(address, address + done, Math.min(done, bytes - done));
    }
  }
}
