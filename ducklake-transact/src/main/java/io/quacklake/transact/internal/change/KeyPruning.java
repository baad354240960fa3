package io.quacklake.transact.internal.change;

import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Filters that leave out files without any of the keys that come in; they may keep too much. */
final class KeyPruning {
  /** More keys than this are said by their least and greatest only. */
  private static final int MOST_LISTED = 200;

  private KeyPruning() {}

  /**
   * A filter that every row passes whose key is among those; null if there is nothing to say.
   *
   * @param names the key columns as the scan names them
   */
  static @Nullable Predicate of(
      List<String> names, List<Column> columns, List<FieldVector> keys, int rows) {
    List<Predicate> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Predicate part = of(names.get(i), columns.get(i).type(), keys.get(i), rows);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? null : Predicate.and(parts.toArray(Predicate[]::new));
  }

  private static @Nullable Predicate of(String name, DataType type, FieldVector key, int rows) {
    if (!isSayable(type)) {
      return null;
    }
    TreeSet<Object> some = new TreeSet<>((a, b) -> ValueOrder.compare(type, a, b));
    Object least = null;
    Object greatest = null;
    for (int row = 0; row < rows; row++) {
      Object value = VectorValues.read(key, row, type);
      if (value == null) {
        continue;
      }
      if (some.size() <= MOST_LISTED) {
        some.add(value);
      }
      least = least == null || ValueOrder.compare(type, value, least) < 0 ? value : least;
      greatest =
          greatest == null || ValueOrder.compare(type, value, greatest) > 0 ? value : greatest;
    }
    if (least == null || greatest == null) {
      return Predicate.Constant.FALSE; // no key can match
    }
    Object from = literal(type, least);
    Object to = literal(type, greatest);
    if (from == null || to == null) {
      return null;
    }
    if (some.size() <= MOST_LISTED) {
      List<Object> values = new ArrayList<>();
      for (Object each : some) {
        values.add(java.util.Objects.requireNonNull(literal(type, each)));
      }
      return Predicate.in(name, values);
    }
    return Predicate.between(name, from, to);
  }

  private static boolean isSayable(DataType type) {
    if (type instanceof DecimalType) {
      return true;
    }
    return type instanceof PrimitiveType primitive
        && switch (primitive) {
          case INT8, INT16, INT32, INT64, INT128, UINT8, UINT16, UINT32, UINT64, UINT128 -> true;
          case VARCHAR, DATE, UUID -> true;
          default -> false;
        };
  }

  /** What a predicate takes for a value; null for infinite dates. */
  private static @Nullable Object literal(DataType type, Object value) {
    if (type == PrimitiveType.DATE) {
      long days = (Long) value;
      return Math.abs(days) == Integer.MAX_VALUE ? null : LocalDate.ofEpochDay(days);
    }
    return value;
  }
}
