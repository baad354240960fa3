package io.quacklake.scan.internal.variant;

import io.quacklake.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The primitive types of the encoding, by their numbers. */
enum ScalarCode {
  NULL(0, null, 0),
  TRUE(1, PrimitiveType.BOOLEAN, 0),
  FALSE(2, PrimitiveType.BOOLEAN, 0),
  INT8(3, PrimitiveType.INT8, 1),
  INT16(4, PrimitiveType.INT16, 2),
  INT32(5, PrimitiveType.INT32, 4),
  INT64(6, PrimitiveType.INT64, 8),
  DOUBLE(7, PrimitiveType.FLOAT64, 8),
  DECIMAL4(8, null, 4),
  DECIMAL8(9, null, 8),
  DECIMAL16(10, null, 16),
  DATE(11, PrimitiveType.DATE, 4),
  TIMESTAMPTZ(12, PrimitiveType.TIMESTAMPTZ, 8),
  TIMESTAMP(13, PrimitiveType.TIMESTAMP, 8),
  FLOAT(14, PrimitiveType.FLOAT32, 4),
  BINARY(15, PrimitiveType.BLOB, 0),
  STRING(16, PrimitiveType.VARCHAR, 0),
  TIME(17, PrimitiveType.TIME, 8),
  TIMESTAMPTZ_NS(18, PrimitiveType.TIMESTAMPTZ_NS, 8),
  TIMESTAMP_NS(19, PrimitiveType.TIMESTAMP_NS, 8),
  UUID(20, PrimitiveType.UUID, 16);

  private static final ScalarCode[] ALL = values();

  final int number;

  /** The lake's type of the values, null for null and decimals. */
  final @Nullable PrimitiveType type;

  /** Bytes of a value (of a decimal: without its scale), 0 where that is in the value itself. */
  final int width;

  ScalarCode(int number, @Nullable PrimitiveType type, int width) {
    this.number = number;
    this.type = type;
    this.width = width;
  }

  /** The type of that number, null if there is none. */
  static @Nullable ScalarCode of(int number) {
    for (ScalarCode each : ALL) {
      if (each.number == number) {
        return each;
      }
    }
    return null;
  }

  /** The type that holds values of a lake's type as they are. */
  static @Nullable ScalarCode of(PrimitiveType type) {
    for (ScalarCode each : ALL) {
      if (each.type == type && each != TRUE && each != FALSE) {
        return each;
      }
    }
    return null;
  }
}
