package io.quacklake.catalog.dialect;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How variants leave DuckDB: as the two binaries of Parquet's encoding, the way DuckDB itself puts
 * them into files, so that types are kept. It has types in variants that the encoding has not (huge
 * integers, intervals, times with zone); a variant that holds one travels as JSON text.
 */
final class DuckDbVariants {
  private DuckDbVariants() {}

  /** Whether values of the type are or hold variants. */
  static boolean isIn(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream().map(Field::type).anyMatch(DuckDbVariants::isIn);
    }
    if (type instanceof ListType list) {
      return isIn(list.element().type());
    }
    return type instanceof MapType map ? isIn(map.value().type()) : type instanceof VariantType;
  }

  /**
   * The SQL of such a value.
   *
   * @param depth of lambdas around it
   */
  static String expression(String value, DataType type, int depth) {
    if (!isIn(type)) {
      return DuckDbTransport.expression(value, type);
    }
    String each = "x" + depth;
    if (type instanceof ListType list) {
      String element = expression(each, list.element().type(), depth + 1);
      return "list_transform(" + value + ", lambda " + each + ": " + element + ")";
    }
    if (type instanceof StructType struct) {
      String fields =
          struct.fields().stream()
              .map(field -> field(value, field, depth))
              .collect(Collectors.joining(", "));
      return unlessNull(value, "struct_pack(" + fields + ")");
    }
    if (type instanceof MapType map) {
      String key = expression(each + ".key", map.key().type(), depth + 1);
      String entry = expression(each + ".value", map.value().type(), depth + 1);
      String pair = "struct_pack(k := " + key + ", v := " + entry + ")";
      String entries = "list_transform(map_entries(" + value + "), lambda " + each + ": " + pair;
      return unlessNull(value, "map_from_entries(" + entries + "))");
    }
    String binary = "TRY(variant_to_parquet_variant(" + value + "))";
    String json = "CAST(CAST(" + value + " AS JSON) AS VARCHAR)";
    return "struct_pack(encoded := %1$s, json := CASE WHEN %1$s IS NULL THEN %2$s END)"
        .formatted(binary, json);
  }

  private static String field(String struct, Field field, int depth) {
    String name = '"' + field.name().replace("\"", "\"\"") + '"';
    String part = "struct_extract(" + struct + ", '" + field.name().replace("'", "''") + "')";
    return name + " := " + expression(part, field.type(), depth);
  }

  private static String unlessNull(String value, String expression) {
    return "CASE WHEN " + value + " IS NULL THEN NULL ELSE " + expression + " END";
  }

  /** The two binaries, or JSON text. */
  static Object value(Object driver) throws SQLException {
    if (driver instanceof Struct parts) {
      @Nullable Object[] forms = parts.getAttributes();
      if (forms[0] instanceof Struct encoded) {
        @Nullable Object[] binaries = encoded.getAttributes();
        if (binaries[0] instanceof Blob metadata && binaries[1] instanceof Blob value) {
          return List.of(DuckDbTransport.bytes(metadata), DuckDbTransport.bytes(value));
        }
      }
      if (forms[1] instanceof String json) {
        return json;
      }
    }
    throw new CorruptLakeException("DuckDB gave an inlined variant as " + driver);
  }
}
