package io.quacklake.catalog.dialect;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.stream.Collectors;

/** A type as DuckDB spells it. */
class DuckDbType implements DataType.Visitor<String> {
  @Override
  public String primitive(PrimitiveType type) {
    return switch (type) {
      case INT8 -> "TINYINT";
      case INT16 -> "SMALLINT";
      case INT32 -> "INTEGER";
      case INT64 -> "BIGINT";
      case INT128 -> "HUGEINT";
      case UINT8 -> "UTINYINT";
      case UINT16 -> "USMALLINT";
      case UINT32 -> "UINTEGER";
      case UINT64 -> "UBIGINT";
      case UINT128 -> "UHUGEINT";
      case FLOAT32 -> "FLOAT";
      case FLOAT64 -> "DOUBLE";
      case TIMETZ -> "TIME WITH TIME ZONE";
      case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
      case BOOLEAN,
          DATE,
          TIME,
          TIME_NS,
          TIMESTAMP_S,
          TIMESTAMP_MS,
          TIMESTAMP,
          TIMESTAMP_NS,
          TIMESTAMPTZ_NS,
          INTERVAL,
          VARCHAR,
          JSON,
          BLOB,
          UUID ->
          type.name();
    };
  }

  @Override
  public String decimal(DecimalType type) {
    return "DECIMAL(" + type.precision() + "," + type.scale() + ")";
  }

  @Override
  public String list(ListType type) {
    return type.element().type().accept(this) + "[]";
  }

  @Override
  public String struct(StructType type) {
    return type.fields().stream()
        .map(this::field)
        .collect(Collectors.joining(", ", "STRUCT(", ")"));
  }

  private String field(Field field) {
    return '"' + field.name().replace("\"", "\"\"") + "\" " + field.type().accept(this);
  }

  @Override
  public String map(MapType type) {
    return "MAP(" + type.key().type().accept(this) + ", " + type.value().type().accept(this) + ")";
  }

  @Override
  public String variant(VariantType type) {
    return "VARIANT";
  }

  @Override
  public String geometry(GeometryType type) {
    return "GEOMETRY";
  }

  /** The same with text in the place of what the driver does not hand over exactly. */
  static final class Transport extends DuckDbType {
    @Override
    public String primitive(PrimitiveType type) {
      return switch (type) {
        case BOOLEAN,
            INT8,
            INT16,
            INT32,
            INT64,
            INT128,
            UINT8,
            UINT16,
            UINT32,
            UINT64,
            UINT128,
            FLOAT32,
            FLOAT64,
            BLOB,
            UUID ->
            super.primitive(type);
        case VARCHAR,
            JSON,
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
            INTERVAL ->
            "VARCHAR";
      };
    }

    @Override
    public String variant(VariantType type) {
      throw new IllegalStateException("Variants travel by an expression, not by a cast");
    }

    @Override
    public String geometry(GeometryType type) {
      throw new UnsupportedFeatureException(
          "inlined geometry",
          "A GEOMETRY column has rows inlined in the DuckDB catalog, which the format does not"
              + " provide for. Leave the column out.");
    }
  }
}
