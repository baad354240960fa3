package io.quacklake.transact.internal.parquet.columns;

import java.util.Arrays;

/** Distinct numbers in the order they were met. */
final class LongDictionary {
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int FIRST_CAPACITY = 1 << 10;

  private static final int FIRST_SHIFT = 64 - 10;

  private long[] values = new long[FIRST_CAPACITY / 2];
  private int[] table = new int[FIRST_CAPACITY];
  private int shift = FIRST_SHIFT;
  private int size;

  int size() {
    return size;
  }

  long[] values() {
    return values;
  }

  /** Bytes of heap that it takes. */
  long held() {
    return 8L * values.length + 4L * table.length;
  }

  /** Forgets all values, and gives back what they took. */
  void release() {
    size = 0;
    values = new long[FIRST_CAPACITY / 2];
    table = new int[FIRST_CAPACITY];
    shift = FIRST_SHIFT;
  }

  void clear() {
    size = 0;
    Arrays.fill(table, 0);
  }

  /**
   * Looks up or adds values, writing their indices; stops before the dictionary would exceed {@code
   * limit} entries.
   *
   * @return how many values were taken
   */
  int addAll(long[] source, int from, int to, int[] indices, int at, int limit) {
    int target = at;
    for (int i = from; i < to; i++) {
      long value = source[i];
      int slot = (int) ((value * MIX) >>> shift);
      int entry = table[slot];
      while (entry != 0 && values[entry - 1] != value) {
        slot = (slot + 1) & (table.length - 1);
        entry = table[slot];
      }
      if (entry == 0) {
        if (size >= limit) {
          return i - from;
        }
        if (size == values.length) {
          grow();
          slot = freeSlot(value);
        }
        values[size++] = value;
        table[slot] = size;
        entry = size;
      }
      indices[target++] = entry - 1;
    }
    return to - from;
  }

  /** How many values, of each so many, are there already. */
  int known(long[] source, int from, int to, int step) {
    int known = 0;
    for (int i = from; i < to; i += step) {
      int slot = (int) ((source[i] * MIX) >>> shift);
      int entry = table[slot];
      while (entry != 0 && values[entry - 1] != source[i]) {
        slot = (slot + 1) & (table.length - 1);
        entry = table[slot];
      }
      known += entry == 0 ? 0 : 1;
    }
    return known;
  }

  private int freeSlot(long value) {
    int slot = (int) ((value * MIX) >>> shift);
    while (table[slot] != 0) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void grow() {
    values = Arrays.copyOf(values, values.length * 2);
    table = new int[table.length * 2];
    shift--;
    for (int i = 0; i < size; i++) {
      table[freeSlot(values[i])] = i + 1;
    }
  }
}
