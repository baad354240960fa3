package io.quacklake.transact.internal.write;

import io.quacklake.format.FieldId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.transact.internal.stage.StagedRow;
import io.quacklake.transact.internal.write.CatalogStats.Side;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics of inlined rows, by leaf column. */
final class InlinedStats {
  private final Map<FieldId, Leaf> leaves = new LinkedHashMap<>();

  private InlinedStats() {}

  static Map<FieldId, ColumnStats> of(List<Column> columns, List<StagedRow> rows) {
    InlinedStats stats = new InlinedStats();
    for (StagedRow row : rows) {
      for (int i = 0; i < columns.size(); i++) {
        stats.add(columns.get(i).field(), row.values().get(i));
      }
    }
    Map<FieldId, ColumnStats> result = new HashMap<>();
    stats.leaves.forEach((id, leaf) -> result.put(id, leaf.stats()));
    return result;
  }

  private void add(Field field, @Nullable Object value) {
    DataType type = field.type();
    if (type instanceof StructType struct) {
      for (int i = 0; i < struct.fields().size(); i++) {
        add(struct.fields().get(i), value == null ? null : ((List<?>) value).get(i));
      }
    } else if (type instanceof ListType list) {
      List<?> elements = value == null ? List.of() : (List<?>) value;
      if (elements.isEmpty()) {
        add(list.element(), null);
      }
      elements.forEach(each -> add(list.element(), each));
    } else if (type instanceof MapType map) {
      List<?> entries = value == null ? List.of() : (List<?>) value;
      if (entries.isEmpty()) {
        add(map.key(), null);
        add(map.value(), null);
      }
      for (Object each : entries) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
        add(map.key(), entry.getKey());
        add(map.value(), entry.getValue());
      }
    } else {
      leaves.computeIfAbsent(field.id(), id -> new Leaf(type)).add(value);
    }
  }

  /** What is known of a leaf. */
  private static final class Leaf {
    private final DataType type;
    private long values;
    private long nulls;
    private boolean nan;
    private @Nullable Object min;
    private @Nullable Object max;

    Leaf(DataType type) {
      this.type = type;
    }

    void add(@Nullable Object value) {
      if (value == null) {
        nulls++;
        return;
      }
      values++;
      if (isNan(value)) {
        nan = true;
        return;
      }
      if (!isBounded()) {
        return;
      }
      Object least = min;
      Object greatest = max;
      min = least == null || ValueOrder.compare(type, value, least) < 0 ? value : least;
      max = greatest == null || ValueOrder.compare(type, value, greatest) > 0 ? value : greatest;
    }

    /** Types that have bounds in files too. */
    private boolean isBounded() {
      return !(type instanceof VariantType)
          && !(type instanceof GeometryType)
          && type != PrimitiveType.TIMETZ
          && type != PrimitiveType.INTERVAL
          && type != PrimitiveType.INT128
          && type != PrimitiveType.UINT128;
    }

    private static boolean isNan(Object value) {
      return (value instanceof Double real && Double.isNaN(real))
          || (value instanceof Float single && Float.isNaN(single));
    }

    ColumnStats stats() {
      boolean real = type == PrimitiveType.FLOAT32 || type == PrimitiveType.FLOAT64;
      return new ColumnStats(
          null,
          values,
          nulls,
          CatalogStats.bound(type, min, Side.LOWER),
          CatalogStats.bound(type, max, Side.UPPER),
          real ? nan : null,
          null);
    }
  }
}
