package io.quacklake.transact.internal.parquet.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes; numbers go in little-endian. */
public final class ByteSink {
  public static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  public static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] array;
  private int size;

  public ByteSink(int capacity) {
    array = new byte[capacity];
  }

  /** The bytes so far are the first {@link #size()} of this array, until the next call. */
  public byte[] array() {
    return array;
  }

  public int size() {
    return size;
  }

  /** Bytes that it keeps. */
  public int capacity() {
    return array.length;
  }

  public void clear() {
    size = 0;
  }

  /** Like {@link #clear}, and gives back what an unusually large page had needed. */
  public void clearToAtMost(int capacity) {
    size = 0;
    if (array.length > capacity) {
      array = new byte[capacity];
    }
  }

  /** Makes room for {@code more} bytes and returns the array. */
  public byte[] room(int more) {
    long needed = (long) size + more;
    if (needed > array.length) {
      if (needed > Integer.MAX_VALUE - 16) {
        throw new IllegalStateException("A page of more than 2 GiB cannot be written.");
      }
      long doubled = Math.max(needed, array.length * 2L);
      array = Arrays.copyOf(array, (int) Math.min(doubled, Integer.MAX_VALUE - 16));
    }
    return array;
  }

  /** Takes in bytes that were written into {@link #room}. */
  public void advance(int bytes) {
    size += bytes;
  }

  public void putByte(int value) {
    room(1)[size++] = (byte) value;
  }

  public void putInt(int value) {
    INTS.set(room(4), size, value);
    size += 4;
  }

  public void putLong(long value) {
    LONGS.set(room(8), size, value);
    size += 8;
  }

  public void put(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, room(length), size, length);
    size += length;
  }

  /** An unsigned LEB128 number. */
  public void putVarint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  public void putZigZag(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }

  /** Overwrites four bytes written before. */
  public void setInt(int at, int value) {
    INTS.set(array, at, value);
  }
}
