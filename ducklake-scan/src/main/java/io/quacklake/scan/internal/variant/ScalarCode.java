package io.quacklake.scan.internal.variant;

import io.quacklake.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The primitive types of the encoding, in the order of their numbers. */
enum ScalarCode {
  NULL(null, 0),
  TRUE(PrimitiveType.BOOLEAN, 0),
  FALSE(PrimitiveType.BOOLEAN, 0),
  INT8(PrimitiveType.INT8, 1),
  INT16(PrimitiveType.INT16, 2),
  INT32(PrimitiveType.INT32, 4),
  INT64(PrimitiveType.INT64, 8),
  DOUBLE(PrimitiveType.FLOAT64, 8),
  DECIMAL4(null, 4),
  DECIMAL8(null, 8),
  DECIMAL16(null, 16),
  DATE(PrimitiveType.DATE, 4),
  TIMESTAMPTZ(PrimitiveType.TIMESTAMPTZ, 8),
  TIMESTAMP(PrimitiveType.TIMESTAMP, 8),
  FLOAT(PrimitiveType.FLOAT32, 4),
  BINARY(PrimitiveType.BLOB, 0),
  STRING(PrimitiveType.VARCHAR, 0),
  TIME(PrimitiveType.TIME, 8),
  TIMESTAMPTZ_NS(PrimitiveType.TIMESTAMPTZ_NS, 8),
  TIMESTAMP_NS(PrimitiveType.TIMESTAMP_NS, 8),
  UUID(PrimitiveType.UUID, 16);

  private static final ScalarCode[] ALL = values();

  /** The lake's type of the values, null for null and decimals. */
  final @Nullable PrimitiveType type;

  /** Bytes of a value (of a decimal: without its scale), 0 where that is in the value itself. */
  final int width;

  ScalarCode(@Nullable PrimitiveType type, int width) {
    this.type = type;
    this.width = width;
  }

  /** The type of that number, null if there is none. */
  static @Nullable ScalarCode of(int number) {
    return number < ALL.length ? ALL[number] : null;
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
