package io.quacklake.transact.internal.change;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.transact.internal.partition.LongCodes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Finds rows by their keys; a NULL in a key equals nothing. */
final class KeyIndex {
  /** Bits for numbers that take no more memory than it takes to be fast. */
  private static final long MOST_BITS = 1L << 24;

  private static final long HEAP_OF_NUMBER = 64;
  private static final long HEAP_OF_OBJECT = 160;

  private static final long DAYS_PER_MONTH = 30;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final List<DataType> types;
  private final int width;
  private final LongCodes numbers;
  private int[] rowOfNumber;

  /** Of the numbers: the least, and how far above it the greatest is. */
  private long least;

  private long span = -1;

  /** Which numbers there are, counted from the least, where they lie close enough together. */
  private long @Nullable [] present;

  private final Map<Object, Integer> rows = new HashMap<>();

  private KeyIndex(List<DataType> types, int size) {
    this.types = types;
    width = types.size() == 1 ? width(types.get(0)) : 0;
    numbers = new LongCodes(width == 0 ? 0 : size);
    rowOfNumber = new int[width == 0 ? 0 : Math.max(1, size)];
  }

  /**
   * The index of rows that come in.
   *
   * @param keys vectors of the key columns
   * @throws InvalidValueException if two rows have the same key
   */
  static KeyIndex of(List<Column> columns, List<FieldVector> keys, int rows) {
    return of(columns, keys, rows, row -> row);
  }

  /**
   * The same of rows that came in at other places, for messages.
   *
   * @param numberOf where a row came in, counted from 0
   */
  static KeyIndex of(
      List<Column> columns, List<FieldVector> keys, int rows, IntToLongFunction numberOf) {
    List<DataType> types = columns.stream().map(Column::type).toList();
    for (Column column : columns) {
      boolean plain =
          column.type() instanceof DecimalType || column.type() instanceof PrimitiveType;
      if (!plain) {
        throw new UnsupportedFeatureException(
            "merge by a key of type " + column.type(),
            "Column " + column.name() + " is " + column.type() + ", which cannot be a merge key.");
      }
    }
    KeyIndex index = new KeyIndex(types, rows);
    index.bound(keys, rows);
    for (int row = 0; row < rows; row++) {
      int before = index.put(keys, row);
      if (before >= 0) {
        throw new InvalidValueException(
            "Cannot merge: the key "
                + describe(columns, keys, row)
                + " comes in twice, in rows "
                + Math.min(numberOf.applyAsLong(before), numberOf.applyAsLong(row))
                + " and "
                + Math.max(numberOf.applyAsLong(before), numberOf.applyAsLong(row))
                + " (counted from 0). Which of them should win?");
      }
    }
    return index;
  }

  /** Most rows of a table match nothing: that is told by their range, or by a bit. */
  private void bound(List<FieldVector> keys, int rows) {
    if (width == 0) {
      return;
    }
    FieldVector key = keys.isEmpty() ? null : keys.get(0);
    long greatest = Long.MIN_VALUE;
    least = Long.MAX_VALUE;
    for (int row = 0; key != null && row < rows; row++) {
      if (!key.isNull(row)) {
        long number = number(key.getDataBuffer(), row);
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
      }
    }
    span = greatest - least; // as unsigned, if there is a number
    boolean close = greatest >= least && span >= 0 && span <= Math.max(MOST_BITS, 256L * rows);
    present = close && span < Integer.MAX_VALUE ? new long[(int) (span >>> 6) + 1] : null;
  }

  private static String describe(List<Column> columns, List<FieldVector> keys, int row) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = VectorValues.read(keys.get(i), row, columns.get(i).type());
      String text = value == null ? "NULL" : ValueCodec.print(columns.get(i).type(), value);
      parts.add(columns.get(i).name() + " = " + text);
    }
    return String.join(", ", parts);
  }

  /** Adds a row; the row that has its key already, or -1. */
  private int put(List<FieldVector> keys, int row) {
    if (width > 0) {
      FieldVector key = keys.get(0);
      if (key.isNull(row)) {
        return -1;
      }
      int known = numbers.size();
      long number = number(key.getDataBuffer(), row);
      if (present != null) {
        long place = number - least;
        present[(int) (place >>> 6)] |= 1L << place;
      }
      int code = numbers.codeOf(number);
      if (code < known) {
        return rowOfNumber[code];
      }
      if (code == rowOfNumber.length) {
        rowOfNumber = Arrays.copyOf(rowOfNumber, code * 2);
      }
      rowOfNumber[code] = row;
      return -1;
    }
    Object key = key(keys, row);
    Integer before = key == null ? null : rows.putIfAbsent(key, row);
    return before == null ? -1 : before;
  }

  /** The rows that have a key of the index, ascending. Safe to call by several threads. */
  int[] known(List<FieldVector> keys, int rows) {
    int[] found = new int[Math.min(rows, 64)];
    int count = 0;
    FieldVector key = keys.get(0);
    long data = width == 8 && key.getNullCount() == 0 ? key.getDataBuffer().memoryAddress() : 0;
    for (int row = 0; row < rows; row++) {
      boolean isKnown =
          data == 0
              ? find(keys, row) >= 0
              : find(MemoryUtil.getLong(data + ((long) row << 3))) >= 0;
      if (isKnown) {
        if (count == found.length) {
          found = Arrays.copyOf(found, Math.min(rows, count * 2));
        }
        found[count++] = row;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The row that has the same key, -1 if there is none. */
  int find(List<FieldVector> keys, int row) {
    if (width > 0) {
      FieldVector key = keys.get(0);
      if (key.isNull(row)) {
        return -1;
      }
      return find(number(key.getDataBuffer(), row));
    }
    Object key = key(keys, row);
    return key == null ? -1 : rows.getOrDefault(key, -1);
  }

  private int find(long number) {
    long place = number - least;
    if (numbers.size() == 0 || Long.compareUnsigned(place, span) > 0) {
      return -1;
    }
    long[] bits = present;
    if (bits != null && (bits[(int) (place >>> 6)] & 1L << place) == 0) {
      return -1;
    }
    int code = numbers.find(number);
    return code < 0 ? -1 : rowOfNumber[code];
  }

  /** A number that rows with the same key share; -1 if a part of the key is NULL. */
  int hash(List<FieldVector> keys, int row) {
    long mixed;
    if (width > 0) {
      FieldVector key = keys.get(0);
      if (key.isNull(row)) {
        return -1;
      }
      mixed = number(key.getDataBuffer(), row);
    } else {
      Object key = key(keys, row);
      if (key == null) {
        return -1;
      }
      mixed = key.hashCode();
    }
    mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL; // unlike the hash of LongCodes
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return (int) (mixed >>> 33);
  }

  /** About what the index of these keys takes of the heap, and at most. */
  long heapBytes(List<FieldVector> keys, int rows) {
    if (width > 0) {
      return rows * HEAP_OF_NUMBER;
    }
    long bytes = keys.stream().mapToLong(FieldVector::getBufferSize).sum();
    return rows * HEAP_OF_OBJECT * keys.size() + 2 * bytes;
  }

  private @Nullable Object key(List<FieldVector> keys, int row) {
    List<Object> parts = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      Object value = VectorValues.read(keys.get(i), row, types.get(i));
      if (value == null) {
        return null;
      }
      parts.add(comparable(value));
    }
    return parts.size() == 1 ? parts.get(0) : parts;
  }

  /** Equal objects for values that SQL finds equal. */
  private static Object comparable(Object value) {
    if (value instanceof Double real) {
      return real + 0.0; // one zero; NaN equals itself
    }
    if (value instanceof Float single) {
      return single + 0.0f;
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof Interval interval) {
      long days = interval.days() + interval.micros() / MICROS_PER_DAY;
      return List.of(
          interval.months() + days / DAYS_PER_MONTH,
          days % DAYS_PER_MONTH,
          interval.micros() % MICROS_PER_DAY);
    }
    return value;
  }

  private static int width(DataType type) {
    if (!(type instanceof PrimitiveType primitive)) {
      return 0;
    }
    return switch (primitive) {
      case INT8, UINT8 -> 1;
      case INT16, UINT16 -> 2;
      case INT32, UINT32, DATE -> 4;
      case INT64, UINT64, TIME, TIME_NS -> 8;
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS -> 8;
      default -> 0;
    };
  }

  private long number(ArrowBuf data, int row) {
    return switch (width) {
      case 1 -> data.getByte(row);
      case 2 -> data.getShort(2L * row);
      case 4 -> data.getInt(4L * row);
      default -> data.getLong(8L * row);
    };
  }
}
