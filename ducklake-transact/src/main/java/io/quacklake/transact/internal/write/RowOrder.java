package io.quacklake.transact.internal.write;

import io.quacklake.format.TableRef;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A table's sort order, as far as it consists of columns. */
final class RowOrder {
  private final List<Key> keys;

  private record Key(int place, DataType type, boolean descending, boolean nullsFirst) {}

  private RowOrder(List<Key> keys) {
    this.keys = keys;
  }

  /**
   * The order of a table's stored sort keys; null if it has none or one of them is more than a
   * column: such rows are stored as they come, which is no less right.
   */
  static @Nullable RowOrder of(List<SortField> fields, List<Column> columns) {
    List<Key> keys = new ArrayList<>();
    for (SortField field : fields) {
      int place = place(field.expression(), columns);
      if (place < 0 || columns.get(place).type() instanceof VariantType) {
        return null;
      }
      keys.add(
          new Key(
              place,
              columns.get(place).type(),
              field.direction().toUpperCase(Locale.ROOT).equals("DESC"),
              field.nullOrder().toUpperCase(Locale.ROOT).equals("NULLS_FIRST")));
    }
    return keys.isEmpty() ? null : new RowOrder(keys);
  }

  private static int place(String expression, List<Column> columns) {
    List<String> names;
    try {
      names = TableRef.split(expression.trim());
    } catch (RuntimeException noName) {
      return -1;
    }
    for (int i = 0; i < columns.size() && names.size() == 1; i++) {
      if (columns.get(i).name().equalsIgnoreCase(names.get(0))) {
        return i;
      }
    }
    return -1;
  }

  /** Sorts row numbers of a batch; rows that are equal keep their order. */
  void sort(List<FieldVector> vectors, Integer[] rows) {
    Comparator<Integer> order = null;
    int count = vectors.isEmpty() ? 0 : vectors.get(0).getValueCount();
    for (Key key : keys) {
      @Nullable Object[] values = new Object[count];
      FieldVector vector = vectors.get(key.place());
      for (int i = 0; i < count; i++) {
        values[i] = VectorValues.read(vector, i, key.type());
      }
      Comparator<Integer> byKey = (a, b) -> compare(key, values[a], values[b]);
      order = order == null ? byKey : order.thenComparing(byKey);
    }
    if (order != null) {
      Arrays.sort(rows, order);
    }
  }

  private static int compare(Key key, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : (a == null) == key.nullsFirst() ? -1 : 1;
    }
    int order = ValueOrder.compare(key.type(), a, b);
    return key.descending() ? -order : order;
  }
}
