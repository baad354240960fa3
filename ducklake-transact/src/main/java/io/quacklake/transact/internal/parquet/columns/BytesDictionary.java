package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.transact.internal.parquet.encode.ByteSink;
import java.util.Arrays;

/** Distinct byte strings in the order they were met, held in PLAIN encoding. */
final class BytesDictionary {
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int FIRST_CAPACITY = 1 << 8;

  private final int prefix;
  private final ByteSink plain = new ByteSink(1 << 10);
  private int[] starts = new int[FIRST_CAPACITY / 2];
  private int[] lengths = new int[FIRST_CAPACITY / 2];
  private int[] hashes = new int[FIRST_CAPACITY / 2];

  /** The first eight bytes of each value; of shorter ones, zeros follow. */
  private long[] words = new long[FIRST_CAPACITY / 2];

  private int[] table = new int[FIRST_CAPACITY];
  private int size;

  /**
   * @param prefix bytes of length before each value: 4, or 0 when all are equally long
   */
  BytesDictionary(int prefix) {
    this.prefix = prefix;
  }

  int size() {
    return size;
  }

  ByteSink plain() {
    return plain;
  }

  int start(int entry) {
    return starts[entry];
  }

  int end(int entry) {
    return starts[entry] + lengths[entry];
  }

  /** Bytes of heap that it takes. */
  long held() {
    return plain.capacity() + 20L * starts.length + 4L * table.length;
  }

  /** Forgets all values, and gives back what they took. */
  void release() {
    size = 0;
    plain.clearToAtMost(1 << 10);
    starts = new int[FIRST_CAPACITY / 2];
    lengths = new int[FIRST_CAPACITY / 2];
    hashes = new int[FIRST_CAPACITY / 2];
    words = new long[FIRST_CAPACITY / 2];
    table = new int[FIRST_CAPACITY];
  }

  void clear() {
    size = 0;
    plain.clear();
    Arrays.fill(table, 0);
  }

  /**
   * The index of a value, which is added if it is new and the whole stays within {@code limit}
   * bytes; else −1.
   *
   * @param source has at least eight more bytes after the value
   */
  int add(byte[] source, int from, int length, int limit) {
    long word = word(source, from, length);
    int hash = hash(word, source, from, length);
    int slot = hash & (table.length - 1);
    for (int entry = table[slot]; entry != 0; entry = table[slot]) {
      if (words[entry - 1] == word
          && hashes[entry - 1] == hash
          && matches(entry - 1, source, from, length)) {
        return entry - 1;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    if ((long) plain.size() + prefix + length > limit) {
      return -1;
    }
    if (size == starts.length) {
      grow();
      slot = freeSlot(hash);
    }
    if (prefix > 0) {
      plain.putInt(length);
    }
    starts[size] = plain.size();
    lengths[size] = length;
    hashes[size] = hash;
    words[size] = word;
    plain.put(source, from, length);
    table[slot] = ++size;
    return size - 1;
  }

  private boolean matches(int entry, byte[] source, int from, int length) {
    if (lengths[entry] != length || length <= 8) {
      return lengths[entry] == length;
    }
    int start = starts[entry];
    return Arrays.equals(plain.array(), start, start + length, source, from, from + length);
  }

  private static long word(byte[] source, int from, int length) {
    long word = (long) ByteSink.LONGS.get(source, from);
    return length >= 8 ? word : length == 0 ? 0 : word & (-1L >>> (64 - 8 * length));
  }

  private static int hash(long word, byte[] source, int from, int length) {
    long hash = mix(word ^ (length * MIX));
    int end = from + length;
    int at = from + 8;
    for (; at + 8 <= end; at += 8) {
      hash = mix(hash ^ (long) ByteSink.LONGS.get(source, at));
    }
    if (at < end) {
      hash = mix(hash ^ word(source, at, end - at));
    }
    return (int) (hash ^ (hash >>> 29));
  }

  private static long mix(long hash) {
    long product = hash * MIX;
    return product ^ (product >>> 32);
  }

  private int freeSlot(int hash) {
    int slot = hash & (table.length - 1);
    while (table[slot] != 0) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void grow() {
    starts = Arrays.copyOf(starts, size * 2);
    lengths = Arrays.copyOf(lengths, size * 2);
    hashes = Arrays.copyOf(hashes, size * 2);
    words = Arrays.copyOf(words, size * 2);
    table = new int[table.length * 2];
    for (int i = 0; i < size; i++) {
      table[freeSlot(hashes[i])] = i + 1;
    }
  }
}
