package io.quacklake.transact.internal.write;

import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.transact.internal.sort.SortExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A table's sort order. */
final class RowOrder {
  private final List<Key> keys;
  private final List<Column> columns;

  private record Key(SortExpression value, boolean descending, boolean nullsFirst) {}

  private RowOrder(List<Key> keys, List<Column> columns) {
    this.keys = keys;
    this.columns = columns;
  }

  /**
   * The order of a table's stored sort keys; null if it has none or one of them takes an engine to
   * evaluate: such rows are stored as they come, which is no less right.
   */
  static @Nullable RowOrder of(List<SortField> fields, List<Column> columns) {
    List<Key> keys = new ArrayList<>();
    for (SortField field : fields) {
      SortExpression value = SortExpression.read(field.expression(), columns).orElse(null);
      if (value == null || value.type() instanceof VariantType) {
        return null;
      }
      keys.add(
          new Key(
              value,
              field.direction().toUpperCase(Locale.ROOT).equals("DESC"),
              field.nullOrder().toUpperCase(Locale.ROOT).equals("NULLS_FIRST")));
    }
    return keys.isEmpty() ? null : new RowOrder(keys, columns);
  }

  /** Sorts row numbers of a batch; rows that are equal keep their order. */
  void sort(List<FieldVector> vectors, Integer[] rows) {
    Comparator<Integer> order = null;
    int count = vectors.isEmpty() ? 0 : vectors.get(0).getValueCount();
    for (Key key : keys) {
      @Nullable Object[] values = new Object[count];
      for (int i = 0; i < count; i++) {
        int row = i;
        values[i] =
            key.value()
                .value(
                    place -> VectorValues.read(vectors.get(place), row, columns.get(place).type()));
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
    int order = ValueOrder.compare(key.value().type(), a, b);
    return key.descending() ? -order : order;
  }
}
