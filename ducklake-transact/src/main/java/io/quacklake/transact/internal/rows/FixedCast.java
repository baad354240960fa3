package io.quacklake.transact.internal.rows;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.rows.ScalarSource.Kind;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.jspecify.annotations.Nullable;

/**
 * The common casts between numbers of up to 64 bits, and between units of time, as loops over
 * buffers.
 */
final class FixedCast {
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private final Input input;
  private final PrimitiveType type;
  private final int width;
  private final long min;
  private final long max;
  private final long fromPerSecond;
  private final long toPerSecond;

  /** How a value lies in the source's buffer. */
  private enum Input {
    INT8,
    UINT8,
    INT16,
    UINT16,
    INT32,
    UINT32,
    INT64
  }

  private FixedCast(Input input, PrimitiveType type, long fromPerSecond, long toPerSecond) {
    this.input = input;
    this.type = type;
    this.fromPerSecond = fromPerSecond;
    this.toPerSecond = toPerSecond;
    switch (type) {
      case INT8 -> {
        width = 1;
        min = Byte.MIN_VALUE;
        max = Byte.MAX_VALUE;
      }
      case UINT8 -> {
        width = 1;
        min = 0;
        max = 0xFF;
      }
      case INT16 -> {
        width = 2;
        min = Short.MIN_VALUE;
        max = Short.MAX_VALUE;
      }
      case UINT16 -> {
        width = 2;
        min = 0;
        max = 0xFFFF;
      }
      case INT32 -> {
        width = 4;
        min = Integer.MIN_VALUE;
        max = Integer.MAX_VALUE;
      }
      case UINT32 -> {
        width = 4;
        min = 0;
        max = 0xFFFFFFFFL;
      }
      case UINT64 -> {
        width = 8;
        min = 0;
        max = Long.MAX_VALUE;
      }
      case FLOAT64 -> {
        width = 8;
        min = -EXACT_IN_DOUBLE;
        max = EXACT_IN_DOUBLE;
      }
      default -> {
        width = 8;
        min = Long.MIN_VALUE;
        max = Long.MAX_VALUE;
      }
    }
  }

  /** The loop for a pair of types; null if there is none. */
  static @Nullable FixedCast of(ScalarSource source, FieldWidth from, DataType to) {
    if (!(to instanceof PrimitiveType type)) {
      return null;
    }
    Input input = input(from);
    if (input == null) {
      return null;
    }
    return switch (type) {
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, FLOAT64 ->
          source.kind() == Kind.INTEGER ? new FixedCast(input, type, 1, 1) : null;
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS ->
          source.kind() == Kind.TIMESTAMP ? time(input, source, type) : null;
      case TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          source.kind() == Kind.INSTANT ? time(input, source, type) : null;
      default -> null;
    };
  }

  /** Width and signedness of a source's values. */
  record FieldWidth(int bits, boolean signed) {}

  private static @Nullable Input input(FieldWidth from) {
    return switch (from.bits()) {
      case 8 -> from.signed() ? Input.INT8 : Input.UINT8;
      case 16 -> from.signed() ? Input.INT16 : Input.UINT16;
      case 32 -> from.signed() ? Input.INT32 : Input.UINT32;
      case 64 -> from.signed() ? Input.INT64 : null;
      default -> null;
    };
  }

  private static FixedCast time(Input input, ScalarSource source, PrimitiveType type) {
    return new FixedCast(input, type, source.perSecond(), ScalarCasts.perSecond(type));
  }

  void cast(FieldVector source, FieldVector target) {
    int count = source.getValueCount();
    ArrowBuf values = source.getDataBuffer();
    boolean nulls = source.getNullCount() > 0;
    try (ArrowBuf into = target.getAllocator().buffer(Math.max(8L, (long) count * width));
        ArrowBuf validity = FieldCopy.validity(source, count, target.getAllocator())) {
      for (int i = 0; i < count; i++) {
        long value = read(values, i);
        if (fromPerSecond != toPerSecond) {
          value = nulls && source.isNull(i) ? 0 : rescaled(value, i);
        } else if (value < min || value > max) {
          if (!nulls || !source.isNull(i)) {
            throw ScalarCasts.misfit(value, type).at(i);
          }
          value = 0;
        }
        write(into, i, value);
      }
      ((BaseFixedWidthVector) target)
          .loadFieldBuffers(
              new ArrowFieldNode(count, source.getNullCount()), List.of(validity, into));
    }
  }

  private long rescaled(long value, int index) {
    if (value == Long.MAX_VALUE || value == -Long.MAX_VALUE) {
      return value; // infinities are alike in all units
    }
    try {
      return ScalarCasts.rescale(value, fromPerSecond, toPerSecond, type);
    } catch (CastFailure failure) {
      throw failure.at(index);
    }
  }

  private long read(ArrowBuf values, int i) {
    return switch (input) {
      case INT8 -> values.getByte(i);
      case UINT8 -> values.getByte(i) & 0xFFL;
      case INT16 -> values.getShort(2L * i);
      case UINT16 -> values.getShort(2L * i) & 0xFFFFL;
      case INT32 -> values.getInt(4L * i);
      case UINT32 -> values.getInt(4L * i) & 0xFFFFFFFFL;
      case INT64 -> values.getLong(8L * i);
    };
  }

  private void write(ArrowBuf into, int i, long value) {
    if (type == PrimitiveType.FLOAT64) {
      into.setDouble(8L * i, (double) value);
      return;
    }
    switch (width) {
      case 1 -> into.setByte(i, (byte) value);
      case 2 -> into.setShort(2L * i, (short) value);
      case 4 -> into.setInt(4L * i, (int) value);
      default -> into.setLong(8L * i, value);
    }
  }
}
