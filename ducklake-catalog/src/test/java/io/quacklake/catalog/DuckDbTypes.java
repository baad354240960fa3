package io.quacklake.catalog;

import io.quacklake.format.TableRef;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.stream.Collectors;

/** Types as DuckDB's DESCRIBE spells them. */
final class DuckDbTypes implements DataType.Visitor<String> {
  static String of(DataType type) {
    return type.accept(new DuckDbTypes());
  }

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
      default -> type.name();
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
        .map(field -> TableRef.quote(field.name()) + " " + field.type().accept(this))
        .collect(Collectors.joining(", ", "STRUCT(", ")"));
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
}
