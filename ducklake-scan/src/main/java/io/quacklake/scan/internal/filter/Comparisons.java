package io.quacklake.scan.internal.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.predicate.Predicate.Operator;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/**
 * Compares a whole vector with one value. Rows that are NULL get an arbitrary answer here; {@link
 * VectorFilter} takes them out. The order is that of {@link ValueOrder}.
 */
final class Comparisons {
  private static final int BLOCK = 1024;

  private Comparisons() {}

  static RowMask compare(FieldVector vector, DataType type, Operator operator, Object value) {
    int rows = vector.getValueCount();
    RowMask mask = new RowMask(rows);
    if (rows == 0) {
      return mask;
    }
    if (type instanceof DecimalType) {
      wide(vector, operator, ((BigDecimal) value).unscaledValue(), mask);
    } else if (type instanceof PrimitiveType primitive) {
      primitive(vector, primitive, operator, value, mask);
    } else {
      generic(vector, type, operator, value, mask);
    }
    return mask;
  }

  private static void primitive(
      FieldVector vector, PrimitiveType type, Operator operator, Object value, RowMask mask) {
    switch (type) {
      case FLOAT32, FLOAT64 ->
          floating(vector, type, operator, ((Number) value).doubleValue(), mask);
      case INT128 -> wide(vector, operator, (BigInteger) value, mask);
      case VARCHAR, JSON -> bytes(vector, operator, ((String) value).getBytes(UTF_8), mask);
      case BLOB -> bytes(vector, operator, (byte[]) value, mask);
      case UUID -> uuids(vector, operator, (UUID) value, mask);
      case UINT128, INTERVAL -> generic(vector, type, operator, value, mask);
      default -> longs(vector, type, operator, literal(type, value), mask);
    }
  }

  private static long literal(PrimitiveType type, Object value) {
    return switch (type) {
      case BOOLEAN -> (Boolean) value ? 1 : 0;
      case UINT64 -> ((BigInteger) value).longValue() ^ Long.MIN_VALUE;
      case TIMETZ -> VectorValues.utcMicros((TimeTz) value);
      default -> (Long) value;
    };
  }

  // ---- types whose order is that of a signed 64-bit number

  private static void longs(
      FieldVector vector, PrimitiveType type, Operator operator, long literal, RowMask mask) {
    long[] block = new long[BLOCK];
    long address = vector.getDataBufferAddress();
    for (int start = 0; start < mask.size(); start += BLOCK) {
      int count = Math.min(BLOCK, mask.size() - start);
      load(address, type, start, count, block);
      test(block, count, operator, literal, mask.words(), start >>> 6);
    }
  }

  private static void load(long address, PrimitiveType type, int start, int count, long[] into) {
    switch (type) {
      case BOOLEAN -> {
        for (int i = 0; i < count; i++) {
          int bit = start + i;
          into[i] = (MemoryUtil.getByte(address + (bit >>> 3)) >>> (bit & 7)) & 1L;
        }
      }
      case INT8 -> {
        for (int i = 0; i < count; i++) {
          into[i] = MemoryUtil.getByte(address + start + i);
        }
      }
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          into[i] = MemoryUtil.getByte(address + start + i) & 0xFFL;
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          into[i] = MemoryUtil.getShort(address + 2L * (start + i));
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          into[i] = MemoryUtil.getShort(address + 2L * (start + i)) & 0xFFFFL;
        }
      }
      case INT32, DATE -> {
        for (int i = 0; i < count; i++) {
          into[i] = MemoryUtil.getInt(address + 4L * (start + i));
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          into[i] = MemoryUtil.getInt(address + 4L * (start + i)) & 0xFFFFFFFFL;
        }
      }
      case UINT64 -> {
        for (int i = 0; i < count; i++) {
          into[i] = MemoryUtil.getLong(address + 8L * (start + i)) ^ Long.MIN_VALUE;
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          into[i] = MemoryUtil.getLong(address + 8L * (start + i));
        }
      }
    }
  }

  private static void test(
      long[] values, int count, Operator operator, long literal, long[] words, int word) {
    for (int base = 0; base < count; base += 64, word++) {
      int end = Math.min(64, count - base);
      long bits = 0;
      switch (operator) {
        case EQ -> {
          for (int i = 0; i < end; i++) {
            bits |= (values[base + i] == literal ? 1L : 0L) << i;
          }
        }
        case NOT_EQ -> {
          for (int i = 0; i < end; i++) {
            bits |= (values[base + i] != literal ? 1L : 0L) << i;
          }
        }
        case LT -> {
          for (int i = 0; i < end; i++) {
            bits |= (values[base + i] < literal ? 1L : 0L) << i;
          }
        }
        case LT_EQ -> {
          for (int i = 0; i < end; i++) {
            bits |= (values[base + i] <= literal ? 1L : 0L) << i;
          }
        }
        case GT -> {
          for (int i = 0; i < end; i++) {
            bits |= (values[base + i] > literal ? 1L : 0L) << i;
          }
        }
        case GT_EQ -> {
          for (int i = 0; i < end; i++) {
            bits |= (values[base + i] >= literal ? 1L : 0L) << i;
          }
        }
      }
      words[word] = bits;
    }
  }

  // ---- floating point: NaN equals itself and is the greatest; both zeros are equal

  private static void floating(
      FieldVector vector, PrimitiveType type, Operator operator, double literal, RowMask mask) {
    long address = vector.getDataBufferAddress();
    long key = sortKey(literal);
    long[] block = new long[BLOCK];
    for (int start = 0; start < mask.size(); start += BLOCK) {
      int count = Math.min(BLOCK, mask.size() - start);
      for (int i = 0; i < count; i++) {
        double value =
            type == PrimitiveType.FLOAT32
                ? Float.intBitsToFloat(MemoryUtil.getInt(address + 4L * (start + i)))
                : Double.longBitsToDouble(MemoryUtil.getLong(address + 8L * (start + i)));
        block[i] = sortKey(value);
      }
      test(block, count, operator, key, mask.words(), start >>> 6);
    }
  }

  /** A number whose signed order is the order of doubles. */
  private static long sortKey(double value) {
    if (Double.isNaN(value)) {
      return Long.MAX_VALUE;
    }
    long bits = Double.doubleToRawLongBits(value + 0.0); // -0.0 becomes 0.0
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  // ---- 128 bits: decimals and hugeint

  private static void wide(
      FieldVector vector, Operator operator, BigInteger literal, RowMask mask) {
    long address = vector.getDataBufferAddress();
    long literalLow = literal.longValue();
    long literalHigh = literal.shiftRight(64).longValue();
    for (int i = 0; i < mask.size(); i++) {
      long low = MemoryUtil.getLong(address + 16L * i);
      long high = MemoryUtil.getLong(address + 16L * i + 8);
      int order =
          high != literalHigh
              ? Long.compare(high, literalHigh)
              : Long.compareUnsigned(low, literalLow);
      if (holds(operator, order)) {
        mask.set(i);
      }
    }
  }

  private static void uuids(FieldVector vector, Operator operator, UUID literal, RowMask mask) {
    long address = vector.getDataBufferAddress();
    for (int i = 0; i < mask.size(); i++) {
      long high = Long.reverseBytes(MemoryUtil.getLong(address + 16L * i));
      int order = Long.compareUnsigned(high, literal.getMostSignificantBits());
      if (order == 0) {
        long low = Long.reverseBytes(MemoryUtil.getLong(address + 16L * i + 8));
        order = Long.compareUnsigned(low, literal.getLeastSignificantBits());
      }
      if (holds(operator, order)) {
        mask.set(i);
      }
    }
  }

  // ---- strings and blobs: unsigned bytes

  private static void bytes(FieldVector vector, Operator operator, byte[] literal, RowMask mask) {
    BaseVariableWidthVector values = (BaseVariableWidthVector) vector;
    ArrowBuf offsets = values.getOffsetBuffer();
    long data = values.getDataBuffer().memoryAddress();
    boolean equality = operator == Operator.EQ || operator == Operator.NOT_EQ;
    int start = offsets.getInt(0);
    for (int i = 0; i < mask.size(); i++) {
      int end = offsets.getInt(4L * (i + 1));
      int order =
          equality && end - start != literal.length ? 1 : order(data + start, end - start, literal);
      if (holds(operator, order)) {
        mask.set(i);
      }
      start = end;
    }
  }

  private static int order(long address, int length, byte[] literal) {
    int common = Math.min(length, literal.length);
    for (int i = 0; i < common; i++) {
      int left = MemoryUtil.getByte(address + i) & 0xFF;
      int right = literal[i] & 0xFF;
      if (left != right) {
        return left - right;
      }
    }
    return length - literal.length;
  }

  // ---- everything else, value by value

  private static void generic(
      FieldVector vector, DataType type, Operator operator, Object literal, RowMask mask) {
    for (int i = 0; i < mask.size(); i++) {
      Object value = VectorValues.read(vector, i, type);
      if (value != null && holds(operator, ValueOrder.compare(type, value, literal))) {
        mask.set(i);
      }
    }
  }

  private static boolean holds(Operator operator, int order) {
    return switch (operator) {
      case EQ -> order == 0;
      case NOT_EQ -> order != 0;
      case LT -> order < 0;
      case LT_EQ -> order <= 0;
      case GT -> order > 0;
      case GT_EQ -> order >= 0;
    };
  }
}
