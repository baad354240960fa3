package io.quacklake.scan.internal.columns;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * The common widenings over whole vectors: integers to int64 or double, float to double, int to
 * int.
 */
final class FastCasts {
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
    for (int i = 0; i < count; i++) {
      if (in == PrimitiveType.FLOAT32) {
        into.setDouble(8L * i, values.getFloat(4L * i));
        continue;
      }
      long value = integer(in, values, i);
      switch (out) {
        case FLOAT64 -> into.setDouble(8L * i, (double) value);
        case FLOAT32 -> into.setFloat(4L * i, (float) value);
        case INT16, UINT16 -> into.setShort(2L * i, (int) value);
        case INT32, UINT32 -> into.setInt(4L * i, (int) value);
        default -> into.setLong(8L * i, value);
      }
    }
  }

  private static long integer(PrimitiveType type, ArrowBuf values, int i) {
    return switch (type) {
      case INT8 -> values.getByte(i);
      case UINT8 -> values.getByte(i) & 0xFFL;
      case INT16 -> values.getShort(2L * i);
      case UINT16 -> values.getShort(2L * i) & 0xFFFFL;
      case UINT32 -> values.getInt(4L * i) & 0xFFFFFFFFL;
      case INT64 -> values.getLong(8L * i);
      default -> values.getInt(4L * i);
    };
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
