package io.quacklake.catalog.dialect;

import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How values get into DuckDB without loss: nested ones are built by functions from their parts, and
 * parts that the driver has no exact Java form for are cast from text.
 */
final class DuckDbBinds {
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> binds = new ArrayList<>();

  private DuckDbBinds() {}

  static boolean canBind(DataType type) {
    if (type instanceof ListType list) {
      return canBind(list.element().type());
    }
    if (type instanceof StructType struct) {
      return struct.fields().stream().map(Field::type).allMatch(DuckDbBinds::canBind);
    }
    if (type instanceof MapType map) {
      return canBind(map.key().type()) && canBind(map.value().type());
    }
    // A variant would have to be built from Parquet's encoding.
    return !(type instanceof VariantType) && !(type instanceof GeometryType);
  }

  static BoundValue of(DataType type, Object value) {
    DuckDbBinds all = new DuckDbBinds();
    all.add(type, value);
    return new BoundValue(all.sql.toString(), all.binds);
  }

  private void add(DataType type, @Nullable Object value) {
    sql.append("CAST(");
    if (value == null) {
      sql.append("NULL");
    } else if (type instanceof ListType list) {
      list(list.element().type(), (List<?>) value);
    } else if (type instanceof StructType struct) {
      struct(struct, (List<?>) value);
    } else if (type instanceof MapType map) {
      map(map, (List<?>) value);
    } else {
      sql.append('?');
      binds.add(
          type instanceof PrimitiveType primitive
              ? bind(primitive, value)
              : ValueCodec.print(type, value));
    }
    sql.append(" AS ").append(type.accept(DuckDbTransport.STORED)).append(')');
  }

  private static Object bind(PrimitiveType type, Object value) {
    return switch (type) {
      case BOOLEAN, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, FLOAT32, FLOAT64, BLOB ->
          value;
      case VARCHAR, JSON -> value;
      case UINT64,
          INT128,
          UINT128,
          DATE,
          TIME,
          TIME_NS,
          TIMETZ,
          TIMESTAMP_S,
          TIMESTAMP_MS,
          TIMESTAMP,
          TIMESTAMP_NS,
          TIMESTAMPTZ,
          TIMESTAMPTZ_NS,
          INTERVAL,
          UUID ->
          ValueCodec.print(type, value);
    };
  }

  private void list(DataType element, List<?> values) {
    sql.append('[');
    for (int i = 0; i < values.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      add(element, values.get(i));
    }
    sql.append(']');
  }

  private void struct(StructType type, List<?> values) {
    sql.append("struct_pack(");
    for (int i = 0; i < values.size(); i++) {
      Field field = type.fields().get(i);
      sql.append(i == 0 ? "" : ", ")
          .append('"')
          .append(field.name().replace("\"", "\"\""))
          .append("\" := ");
      add(field.type(), values.get(i));
    }
    sql.append(')');
  }

  private void map(MapType type, List<?> entries) {
    sql.append("map([");
    for (int i = 0; i < entries.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      add(type.key().type(), ((Map.Entry<?, ?>) entries.get(i)).getKey());
    }
    sql.append("], [");
    for (int i = 0; i < entries.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      add(type.value().type(), ((Map.Entry<?, ?>) entries.get(i)).getValue());
    }
    sql.append("])");
  }
}
