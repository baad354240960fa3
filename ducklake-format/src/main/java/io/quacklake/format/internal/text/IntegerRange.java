package io.quacklake.format.internal.text;

import io.quacklake.format.type.PrimitiveType;
import java.math.BigInteger;

/** The least and greatest value of an integer type. */
public record IntegerRange(BigInteger least, BigInteger greatest) {
  public boolean contains(BigInteger value) {
    return least.compareTo(value) <= 0 && value.compareTo(greatest) <= 0;
  }

  /**
   * @throws IllegalArgumentException if the type is not an integer type
   */
  public static IntegerRange of(PrimitiveType type) {
    return switch (type) {
      case INT8 -> signed(8);
      case INT16 -> signed(16);
      case INT32 -> signed(32);
      case INT64 -> signed(64);
      case INT128 -> signed(128);
      case UINT8 -> unsigned(8);
      case UINT16 -> unsigned(16);
      case UINT32 -> unsigned(32);
      case UINT64 -> unsigned(64);
      case UINT128 -> unsigned(128);
      default -> throw new IllegalArgumentException(type + " is not an integer type");
    };
  }

  private static IntegerRange signed(int bits) {
    BigInteger power = BigInteger.ONE.shiftLeft(bits - 1);
    return new IntegerRange(power.negate(), power.subtract(BigInteger.ONE));
  }

  private static IntegerRange unsigned(int bits) {
    return new IntegerRange(
        BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
  }
}
