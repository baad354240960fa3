package io.quacklake.transact.internal.partition;

import java.util.Arrays;

/** Gives numbers codes from 0 in the order in which they are first seen. */
public final class LongCodes {
  private static final int FEW = 16;
  private static final int MOST_AT_FIRST = 1 << 20;

  private long[] keys;
  private int[] codes;
  private long[] keysByCode;
  private int size;

  public LongCodes() {
    this(FEW);
  }

  /**
   * @param expected how many numbers there will be, roughly
   */
  public LongCodes(int expected) {
    int slots = Integer.highestOneBit(Math.max(FEW, Math.min(expected, MOST_AT_FIRST))) * 4;
    keys = new long[slots];
    codes = new int[slots];
    keysByCode = new long[slots / 2];
    Arrays.fill(codes, -1);
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The code of a number; that of a new one is the former {@link #size}. */
  public int codeOf(long key) {
    int mask = keys.length - 1;
    int slot = slot(key, mask);
    while (codes[slot] >= 0) {
      if (keys[slot] == key) {
        return codes[slot];
      }
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    if (size == keysByCode.length) {
      keysByCode = Arrays.copyOf(keysByCode, size * 2);
    }
    keysByCode[size] = key;
    codes[slot] = size++;
    if (size * 2 > keys.length) {
      grow();
    }
    return size - 1;
  }

  /** The code of a number, -1 if it has none. */
  public int find(long key) {
    int mask = keys.length - 1;
    int slot = slot(key, mask);
    while (codes[slot] >= 0) {
      if (keys[slot] == key) {
        return codes[slot];
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** The number that has a code. */
  long keyOf(int code) {
    return keysByCode[code];
  }

  private static int slot(long key, int mask) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & mask;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCodes = codes;
    keys = new long[oldKeys.length * 2];
    codes = new int[keys.length];
    Arrays.fill(codes, -1);
    int mask = keys.length - 1;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCodes[i] >= 0) {
        int slot = slot(oldKeys[i], mask);
        while (codes[slot] >= 0) {
          slot = (slot + 1) & mask;
        }
        keys[slot] = oldKeys[i];
        codes[slot] = oldCodes[i];
      }
    }
  }
}
