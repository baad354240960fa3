package io.quacklake.transact.internal.draft;

import static io.quacklake.format.type.PrimitiveType.BOOLEAN;
import static io.quacklake.format.type.PrimitiveType.DATE;
import static io.quacklake.format.type.PrimitiveType.FLOAT32;
import static io.quacklake.format.type.PrimitiveType.FLOAT64;
import static io.quacklake.format.type.PrimitiveType.INT128;
import static io.quacklake.format.type.PrimitiveType.INT16;
import static io.quacklake.format.type.PrimitiveType.INT32;
import static io.quacklake.format.type.PrimitiveType.INT64;
import static io.quacklake.format.type.PrimitiveType.INT8;
import static io.quacklake.format.type.PrimitiveType.JSON;
import static io.quacklake.format.type.PrimitiveType.TIMESTAMP;
import static io.quacklake.format.type.PrimitiveType.TIMESTAMPTZ;
import static io.quacklake.format.type.PrimitiveType.TIMESTAMP_MS;
import static io.quacklake.format.type.PrimitiveType.TIMESTAMP_NS;
import static io.quacklake.format.type.PrimitiveType.TIMESTAMP_S;
import static io.quacklake.format.type.PrimitiveType.UINT128;
import static io.quacklake.format.type.PrimitiveType.UINT16;
import static io.quacklake.format.type.PrimitiveType.UINT32;
import static io.quacklake.format.type.PrimitiveType.UINT64;
import static io.quacklake.format.type.PrimitiveType.UINT8;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which types a column's type may be widened to. What the reference allows, without the casts to
 * decimals that its values may not fit, and without those to a smaller scale and to VARIANT.
 */
final class Promotions {
  private static final List<PrimitiveType> SIGNED = List.of(INT8, INT16, INT32, INT64, INT128);
  private static final List<PrimitiveType> UNSIGNED =
      List.of(UINT8, UINT16, UINT32, UINT64, UINT128);

  /** Digits that a decimal needs before its point to hold all values. */
  private static final Map<PrimitiveType, Integer> DIGITS =
      new EnumMap<>(
          Map.of(
              INT8, 3, INT16, 5, INT32, 10, INT64, 19, UINT8, 3, UINT16, 5, UINT32, 10, UINT64,
              20));

  private static final Map<PrimitiveType, List<PrimitiveType>> TIMES =
      Map.of(
          DATE, List.of(TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ),
          TIMESTAMP_S, List.of(TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS),
          TIMESTAMP_MS, List.of(TIMESTAMP, TIMESTAMP_NS),
          TIMESTAMP, List.of(TIMESTAMP_NS, TIMESTAMPTZ));

  private Promotions() {}

  /** Whether a column of type {@code from}, which is not nested, may become one of {@code to}. */
  static boolean allowed(DataType from, DataType to) {
    if (from.equals(to) || from.isNested() || to.isNested()) {
      return from.equals(to);
    }
    if (to == JSON) {
      return from instanceof PrimitiveType || from instanceof DecimalType;
    }
    if (from instanceof DecimalType decimal) {
      return to == FLOAT32
          || to == FLOAT64
          || (to instanceof DecimalType wider
              && wider.scale() >= decimal.scale()
              && wider.precision() - wider.scale() >= decimal.precision() - decimal.scale());
    }
    if (!(from instanceof PrimitiveType source)) {
      return false;
    }
    if (to instanceof DecimalType decimal) {
      Integer digits = DIGITS.get(source);
      return digits != null && decimal.precision() - decimal.scale() >= digits;
    }
    return to instanceof PrimitiveType target && allowed(source, target);
  }

  private static boolean allowed(PrimitiveType from, PrimitiveType to) {
    int signed = SIGNED.indexOf(from);
    int unsigned = UNSIGNED.indexOf(from);
    if (signed >= 0) {
      return SIGNED.indexOf(to) > signed || to == FLOAT32 || to == FLOAT64;
    }
    if (unsigned >= 0) {
      // a signed type needs twice the bits: UINT8 fits INT16
      return UNSIGNED.indexOf(to) > unsigned
          || SIGNED.indexOf(to) > unsigned
          || to == FLOAT32
          || to == FLOAT64;
    }
    if (from == BOOLEAN) {
      return SIGNED.contains(to) || UNSIGNED.contains(to);
    }
    return (from == FLOAT32 && to == FLOAT64) || TIMES.getOrDefault(from, List.of()).contains(to);
  }
}
