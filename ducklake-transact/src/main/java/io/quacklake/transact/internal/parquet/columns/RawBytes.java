package io.quacklake.transact.internal.parquet.columns;

import java.math.BigInteger;

/** Numbers of many bytes as Arrow lays them out. */
final class RawBytes {
  private RawBytes() {}

  /** A little-endian two's complement number. */
  static BigInteger twosComplement(byte[] source, int at, int width) {
    byte[] bigEndian = new byte[width];
    reverse(source, at, width, bigEndian, 0);
    return new BigInteger(bigEndian);
  }

  static void reverse(byte[] source, int at, int width, byte[] target, int to) {
    for (int i = 0; i < width; i++) {
      target[to + i] = source[at + width - 1 - i];
    }
  }
}
