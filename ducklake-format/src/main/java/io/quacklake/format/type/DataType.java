package io.quacklake.format.type;

/**
 * The type of a column or nested field. {@code toString} is the catalog's own spelling for the
 * types that the catalog spells in one text ({@code int32}, {@code decimal(18,3)}) and a readable
 * one for nested types.
 */
public sealed interface DataType
    permits PrimitiveType, DecimalType, ListType, StructType, MapType, VariantType, GeometryType {

  /** Whether values have fields, elements or entries of their own. */
  default boolean isNested() {
    return this instanceof ListType || this instanceof StructType || this instanceof MapType;
  }

  <R> R accept(Visitor<R> visitor);

  /** One method for each kind of type. */
  interface Visitor<R> {
    R primitive(PrimitiveType type);

    R decimal(DecimalType type);

    R list(ListType type);

    R struct(StructType type);

    R map(MapType type);

    R variant(VariantType type);

    R geometry(GeometryType type);
  }
}
