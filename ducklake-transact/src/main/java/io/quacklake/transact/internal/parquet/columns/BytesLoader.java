package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.shred.LeafSlots;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/**
 * Values of BYTE_ARRAY and FIXED_LEN_BYTE_ARRAY columns out of their vectors: value {@code i} is
 * {@code data[start(i)]} to {@code data[end(i)]}, and eight more bytes may be read after each.
 */
final class BytesLoader {
  /** Bytes that may be read after the last value. */
  static final int PADDING = 8;

  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long MAX_UINT32 = 0xFFFFFFFFL;

  private final Leaf leaf;
  private byte[] data = new byte[0];
  private byte[] raw = new byte[0];
  private int[] starts = new int[0];
  private int[] ends = new int[0];

  BytesLoader(Leaf leaf) {
    this.leaf = leaf;
  }

  byte[] data() {
    return data;
  }

  int start(int value) {
    return starts[value];
  }

  int end(int value) {
    return ends[value];
  }

  void load(FieldVector vector, LeafSlots slots) {
    if (starts.length < slots.values()) {
      starts = new int[slots.values()];
      ends = new int[slots.values()];
    }
    DataType type = leaf.field().type();
    if (leaf.width() == 0) {
      variable(vector, slots);
      if (type == PrimitiveType.VARCHAR || type == PrimitiveType.JSON) {
        requireUtf8(slots.values());
      }
    } else if (type instanceof DecimalType decimal) {
      decimals(vector, slots, decimal);
    } else if (type == PrimitiveType.INTERVAL) {
      intervals(vector, slots);
    } else {
      data = copy(vector.getDataBuffer(), (long) slots.first() * 16, slots.span() * 16, data);
      for (int i = 0; i < slots.values(); i++) {
        starts[i] = slots.offset(i) * 16;
        ends[i] = starts[i] + 16;
      }
    }
  }

  private static byte[] copy(ArrowBuf source, long from, int length, byte[] reuse) {
    byte[] target = reuse.length >= length + PADDING ? reuse : new byte[length + PADDING];
    source.getBytes(from, target, 0, length);
    return target;
  }

  private void variable(FieldVector vector, LeafSlots slots) {
    if (slots.values() == 0) {
      return;
    }
    raw = copy(vector.getOffsetBuffer(), slots.first() * 4L, (slots.span() + 1) * 4, raw);
    int base = (int) ByteSink.INTS.get(raw, 0);
    int end = (int) ByteSink.INTS.get(raw, slots.span() * 4);
    data = copy(vector.getDataBuffer(), base, end - base, data);
    for (int i = 0; i < slots.values(); i++) {
      int at = slots.offset(i) * 4;
      starts[i] = (int) ByteSink.INTS.get(raw, at) - base;
      ends[i] = (int) ByteSink.INTS.get(raw, at + 4) - base;
    }
  }

  private void requireUtf8(int count) {
    if (count == 0 || Utf8.isAscii(data, starts[0], ends[count - 1])) {
      return;
    }
    for (int i = 0; i < count; i++) {
      Utf8.require(data, starts[i], ends[i], leaf.name());
    }
  }

  private void decimals(FieldVector vector, LeafSlots slots, DecimalType type) {
    int count = slots.values();
    raw = copy(vector.getDataBuffer(), (long) slots.first() * 16, slots.span() * 16, raw);
    fixed(count, 16);
    BigInteger limit = BigInteger.TEN.pow(type.precision());
    long highLimit = limit.shiftRight(64).longValue();
    for (int i = 0; i < count; i++) {
      int at = slots.offset(i) * 16;
      long high = (long) ByteSink.LONGS.get(raw, at + 8);
      if (high >= highLimit || high < -highLimit) {
        requireWithin(limit, at, type);
      }
      ByteSink.LONGS.set(data, starts[i], Long.reverseBytes(high));
      ByteSink.LONGS.set(
          data, starts[i] + 8, Long.reverseBytes((long) ByteSink.LONGS.get(raw, at)));
    }
  }

  private void requireWithin(BigInteger limit, int at, DecimalType type) {
    BigInteger unscaled = RawBytes.twosComplement(raw, at, 16);
    if (unscaled.abs().compareTo(limit) >= 0) {
      throw new InvalidValueException(
          "Cannot write "
              + new BigDecimal(unscaled, type.scale()).toPlainString()
              + " to column "
              + leaf.name()
              + ": it has more digits than "
              + type
              + ". Round it or widen the column.");
    }
  }

  /** Months, days and milliseconds, each an unsigned number of four bytes. */
  private void intervals(FieldVector vector, LeafSlots slots) {
    raw = copy(vector.getDataBuffer(), (long) slots.first() * 16, slots.span() * 16, raw);
    fixed(slots.values(), 12);
    for (int i = 0; i < slots.values(); i++) {
      int at = slots.offset(i) * 16;
      int months = (int) ByteSink.INTS.get(raw, at);
      int days = (int) ByteSink.INTS.get(raw, at + 4);
      long nanos = (long) ByteSink.LONGS.get(raw, at + 8);
      long millis = nanos / NANOS_PER_MILLI;
      if (months < 0 || days < 0 || nanos < 0 || millis > MAX_UINT32) {
        throw new InvalidValueException(
            "Cannot write the interval of "
                + months
                + " months, "
                + days
                + " days and "
                + nanos
                + " nanoseconds to column "
                + leaf.name()
                + ": Parquet holds no negative intervals and at most 4294967295 milliseconds.");
      }
      ByteSink.INTS.set(data, starts[i], months);
      ByteSink.INTS.set(data, starts[i] + 4, days);
      ByteSink.INTS.set(data, starts[i] + 8, (int) millis);
    }
  }

  private void fixed(int count, int width) {
    if (data.length < count * width + PADDING) {
      data = new byte[count * width + PADDING];
    }
    for (int i = 0; i < count; i++) {
      starts[i] = i * width;
      ends[i] = starts[i] + width;
    }
  }
}
