package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.WideIntegers;
import io.quacklake.transact.internal.parquet.shred.LeafSlots;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.FieldVector;

/**
 * Values of BOOLEAN, INT32, INT64, FLOAT and DOUBLE columns out of their vectors, as longs: signed
 * ones sign-extended, unsigned ones zero-extended, floats as raw bits.
 */
final class LongLoader {
  private static final long MICROS = 1_000_000L;

  private final Leaf leaf;
  private final WideIntegers wideIntegers;
  private byte[] raw = new byte[0];

  LongLoader(Leaf leaf, WideIntegers wideIntegers) {
    this.leaf = leaf;
    this.wideIntegers = wideIntegers;
  }

  /** Loads {@code slots.values()} values into the beginning of {@code out}. */
  void load(FieldVector vector, LeafSlots slots, long[] out) {
    DataType type = leaf.field().type();
    if (type instanceof DecimalType decimal) {
      decimals(vector, slots, decimal, out);
      return;
    }
    switch ((PrimitiveType) type) {
      case BOOLEAN -> bits(vector, slots, out);
      case INT8, UINT8 -> bytes(vector, slots, type == PrimitiveType.UINT8 ? 0xFF : -1L, out);
      case INT16, UINT16 -> shorts(vector, slots, type == PrimitiveType.UINT16 ? 0xFFFF : -1L, out);
      case INT32, DATE, FLOAT32 -> ints(vector, slots, -1L, out);
      case UINT32 -> ints(vector, slots, 0xFFFFFFFFL, out);
      case TIMESTAMP_S -> {
        longs(vector, slots, out);
        secondsToMicros(slots.values(), out);
      }
      case INT128, UINT128 -> wide(vector, slots, type == PrimitiveType.INT128 ? 16 : 32, out);
      default -> longs(vector, slots, out);
    }
  }

  private byte[] copy(FieldVector vector, LeafSlots slots, int width) {
    long from = (long) slots.first() * width;
    int length = Math.multiplyExact(slots.span(), width);
    if (raw.length < length) {
      raw = new byte[length];
    }
    vector.getDataBuffer().getBytes(from, raw, 0, length);
    return raw;
  }

  private void bits(FieldVector vector, LeafSlots slots, long[] out) {
    if (slots.values() == 0) {
      return;
    }
    int first = slots.first();
    int base = first & 7;
    int length = (base + slots.span() + 7) >>> 3;
    byte[] source = new byte[length];
    vector.getDataBuffer().getBytes(first >>> 3, source, 0, length);
    for (int i = 0; i < slots.values(); i++) {
      int bit = base + slots.offset(i);
      out[i] = ((long) source[bit >>> 3] >>> (bit & 7)) & 1;
    }
  }

  private void bytes(FieldVector vector, LeafSlots slots, long mask, long[] out) {
    byte[] source = copy(vector, slots, 1);
    for (int i = 0; i < slots.values(); i++) {
      out[i] = source[slots.offset(i)] & mask;
    }
  }

  private void shorts(FieldVector vector, LeafSlots slots, long mask, long[] out) {
    byte[] source = copy(vector, slots, 2);
    for (int i = 0; i < slots.values(); i++) {
      int at = slots.offset(i) * 2;
      out[i] = (short) ((source[at] & 0xFF) | (source[at + 1] << 8)) & mask;
    }
  }

  private void ints(FieldVector vector, LeafSlots slots, long mask, long[] out) {
    byte[] source = copy(vector, slots, 4);
    for (int i = 0; i < slots.values(); i++) {
      out[i] = (int) ByteSink.INTS.get(source, slots.offset(i) * 4) & mask;
    }
  }

  private void longs(FieldVector vector, LeafSlots slots, long[] out) {
    byte[] source = copy(vector, slots, 8);
    for (int i = 0; i < slots.values(); i++) {
      out[i] = (long) ByteSink.LONGS.get(source, slots.offset(i) * 8);
    }
  }

  private void decimals(FieldVector vector, LeafSlots slots, DecimalType type, long[] out) {
    byte[] source = copy(vector, slots, 16);
    long limit = 1;
    for (int i = 0; i < type.precision(); i++) {
      limit *= 10;
    }
    for (int i = 0; i < slots.values(); i++) {
      int at = slots.offset(i) * 16;
      long low = (long) ByteSink.LONGS.get(source, at);
      long high = (long) ByteSink.LONGS.get(source, at + 8);
      if (high != low >> 63 || low >= limit || low <= -limit) {
        BigInteger unscaled = RawBytes.twosComplement(source, at, 16);
        throw new InvalidValueException(
            "Cannot write "
                + new BigDecimal(unscaled, type.scale()).toPlainString()
                + " to column "
                + leaf.name()
                + ": it has more digits than "
                + type
                + ". Round it or widen the column.");
      }
      out[i] = low;
    }
  }

  private void secondsToMicros(int count, long[] out) {
    for (int i = 0; i < count; i++) {
      long seconds = out[i];
      // Infinities are the same numbers in every unit.
      if (seconds == Long.MAX_VALUE || seconds == -Long.MAX_VALUE) {
        continue;
      }
      long micros = seconds * MICROS;
      if (micros / MICROS != seconds || Math.abs(micros) == Long.MAX_VALUE) {
        throw new InvalidValueException(
            "Cannot write the timestamp_s of "
                + seconds
                + " seconds to column "
                + leaf.name()
                + ": Parquet holds microseconds and they overflow.");
      }
      out[i] = micros;
    }
  }

  private void wide(FieldVector vector, LeafSlots slots, int width, long[] out) {
    byte[] source = copy(vector, slots, width);
    for (int i = 0; i < slots.values(); i++) {
      int at = slots.offset(i) * width;
      long low = (long) ByteSink.LONGS.get(source, at);
      if (Math.abs(low) <= 1L << 53 && isSignExtension(source, at, width, low)) {
        out[i] = Double.doubleToRawLongBits((double) low);
        continue;
      }
      BigInteger value = RawBytes.twosComplement(source, at, width);
      double nearest = value.doubleValue();
      if (wideIntegers == WideIntegers.REFUSE
          && (Double.isInfinite(nearest)
              || !new BigDecimal(nearest).toBigInteger().equals(value))) {
        throw new UnsupportedFeatureException(
            leaf.field().type() + " beyond double",
            "Cannot write "
                + value
                + " to column "
                + leaf.name()
                + " exactly: Parquet files hold "
                + leaf.field().type()
                + " as DOUBLE. Allow rounding or use decimal(38,0).");
      }
      out[i] = Double.doubleToRawLongBits(nearest);
    }
  }

  private static boolean isSignExtension(byte[] source, int at, int width, long low) {
    for (int i = 8; i < width; i += 8) {
      if ((long) ByteSink.LONGS.get(source, at + i) != low >> 63) {
        return false;
      }
    }
    return true;
  }
}
