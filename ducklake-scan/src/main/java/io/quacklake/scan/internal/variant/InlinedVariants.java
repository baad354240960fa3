package io.quacklake.scan.internal.variant;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inlined variants as their two binaries. A catalog gives JSON text where DuckDB has a type in the
 * variant that the encoding has not, such as a huge integer or an interval.
 */
public final class InlinedVariants {
  private InlinedVariants() {}

  /** The value with encoded variants in the place of JSON texts, nested ones too. */
  public static @Nullable Object encoded(DataType type, @Nullable Object value) {
    if (value == null || !holdsVariants(type)) {
      return value;
    }
    if (type instanceof VariantType && value instanceof String json) {
      return VariantEncoder.encode(JsonVariants.parse(json));
    }
    List<@Nullable Object> parts = new ArrayList<>();
    if (type instanceof ListType list) {
      for (Object element : (List<?>) value) {
        parts.add(encoded(list.element().type(), element));
      }
    } else if (type instanceof StructType struct) {
      List<?> values = (List<?>) value;
      for (int i = 0; i < values.size(); i++) {
        parts.add(encoded(struct.fields().get(i).type(), values.get(i)));
      }
    } else if (type instanceof MapType map) {
      for (Object each : (List<?>) value) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
        parts.add(
            new AbstractMap.SimpleImmutableEntry<>(
                entry.getKey(), encoded(map.value().type(), entry.getValue())));
      }
    } else {
      return value;
    }
    return parts;
  }

  private static boolean holdsVariants(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream().map(Field::type).anyMatch(InlinedVariants::holdsVariants);
    }
    if (type instanceof ListType list) {
      return holdsVariants(list.element().type());
    }
    return type instanceof MapType map
        ? holdsVariants(map.value().type())
        : type instanceof VariantType;
  }
}
