package io.quacklake.scan.internal.columns;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * The common widenings over whole vectors: integers to int64 or double, float to double, int to
 * int.
 */
final class FastCasts {
  private static final int BLOCK = 1024;

  private FastCasts() {}

  /** Converts if this is one of the common cases; otherwise does nothing and says so. */
  static boolean convert(FieldVector source, DataType from, FieldVector target, DataType to) {
    if (!(from instanceof PrimitiveType in) || !(to instanceof PrimitiveType out)) {
      return false;
    }
    int outWidth = width(out);
    if (width(in) == 0 || outWidth == 0 || !widens(in, out)) {
      return false;
    }
    int count = source.getValueCount();
    ArrowBuf values = source.getDataBuffer();
    try (ArrowBuf converted = target.getAllocator().buffer(Math.max(1L, (long) count * outWidth))) {
      fill(in, values, out, converted, count);
      ((BaseFixedWidthVector) target)
          .loadFieldBuffers(
              new ArrowFieldNode(count, source.getNullCount()),
              List.of(source.getValidityBuffer(), converted));
    }
    return true;
  }

  private static void fill(
      PrimitiveType in, ArrowBuf values, PrimitiveType out, ArrowBuf into, int count) {
    long from = values.memoryAddress();
    long to = into.memoryAddress();
    if (in == PrimitiveType.FLOAT32) {
      for (int i = 0; i < count; i++) {
        double value = Float.intBitsToFloat(MemoryUtil.getInt(from + 4L * i));
        MemoryUtil.putLong(to + 8L * i, Double.doubleToRawLongBits(value));
      }
      return;
    }
    long[] block = new long[Math.min(count, BLOCK)];
    for (int done = 0; done < count; done += BLOCK) {
      int n = Math.min(BLOCK, count - done);
      load(in, from + (long) done * width(in), n, block);
      store(out, block, n, to + (long) done * width(out));
    }
  }

  private static void load(PrimitiveType type, long from, int n, long[] into) {
    switch (type) {
      case INT8 -> {
        for (int i = 0; i < n; i++) {
          into[i] = MemoryUtil.getByte(from + i);
        }
      }
      case UINT8 -> {
        for (int i = 0; i < n; i++) {
          into[i] = MemoryUtil.getByte(from + i) & 0xFFL;
        }
      }
      case INT16 -> {
        for (int i = 0; i < n; i++) {
          into[i] = MemoryUtil.getShort(from + 2L * i);
        }
      }
      case UINT16 -> {
        for (int i = 0; i < n; i++) {
          into[i] = MemoryUtil.getShort(from + 2L * i) & 0xFFFFL;
        }
      }
      case UINT32 -> {
        for (int i = 0; i < n; i++) {
          into[i] = MemoryUtil.getInt(from + 4L * i) & 0xFFFFFFFFL;
        }
      }
      case INT64 -> {
        for (int i = 0; i < n; i++) {
          into[i] = MemoryUtil.getLong(from + 8L * i);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          into[i] = MemoryUtil.getInt(from + 4L * i);
        }
      }
    }
  }

  private static void store(PrimitiveType type, long[] values, int n, long to) {
    switch (type) {
      case FLOAT64 -> {
        for (int i = 0; i < n; i++) {
          MemoryUtil.putLong(to + 8L * i, Double.doubleToRawLongBits((double) values[i]));
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < n; i++) {
          MemoryUtil.putInt(to + 4L * i, Float.floatToRawIntBits((float) values[i]));
        }
      }
      case INT16, UINT16 -> {
        for (int i = 0; i < n; i++) {
          MemoryUtil.putShort(to + 2L * i, (short) values[i]);
        }
      }
      case INT32, UINT32 -> {
        for (int i = 0; i < n; i++) {
          MemoryUtil.putInt(to + 4L * i, (int) values[i]);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          MemoryUtil.putLong(to + 8L * i, values[i]);
        }
      }
    }
  }

  private static boolean widens(PrimitiveType in, PrimitiveType out) {
    if (out == PrimitiveType.FLOAT64) {
      return in != PrimitiveType.UINT64 && in != PrimitiveType.FLOAT64;
    }
    boolean unsignedTarget =
        out == PrimitiveType.UINT16 || out == PrimitiveType.UINT32 || out == PrimitiveType.UINT64;
    boolean unsignedSource =
        in == PrimitiveType.UINT8 || in == PrimitiveType.UINT16 || in == PrimitiveType.UINT32;
    return in != PrimitiveType.FLOAT32
        && width(in) < width(out)
        && (unsignedSource || !unsignedTarget);
  }

  /** Bytes of a value, 0 for types that are not handled here. */
  private static int width(PrimitiveType type) {
    return switch (type) {
      case INT8, UINT8 -> 1;
      case INT16, UINT16 -> 2;
      case INT32, UINT32, FLOAT32 -> 4;
      case INT64, UINT64, FLOAT64 -> 8;
      default -> 0;
    };
  }
}
