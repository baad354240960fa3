package io.quacklake.transact.internal.draft;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.SqlTypes;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.transact.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Columns for an Arrow schema, each of the narrowest type that holds all of its values. */
public final class ArrowColumns {
  private static final String EXTENSION = ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME;

  private ArrowColumns() {}

  public static List<ColumnDefinition> of(Schema schema) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (org.apache.arrow.vector.types.pojo.Field field : schema.getFields()) {
      columns.add(of(field));
    }
    return columns;
  }

  /** The column for one field. */
  public static ColumnDefinition of(org.apache.arrow.vector.types.pojo.Field field) {
    ColumnDefinition column =
        ColumnDefinition.of(field.getName(), SqlTypes.print(type(field, field.getName())));
    return field.isNullable() ? column : column.notNull();
  }

  private static DataType type(org.apache.arrow.vector.types.pojo.Field field, String path) {
    ArrowType type = field.getType();
    String extension = field.getMetadata().get(EXTENSION);
    if (field.getDictionary() != null) {
      throw new UnsupportedFeatureException(
          "dictionary-encoded column",
          "Column "
              + path
              + " is dictionary-encoded, which does not tell its type. Make the table with named"
              + " types, or decode the column.");
    }
    if (type instanceof ArrowType.Struct && "arrow.parquet.variant".equals(extension)) {
      return new VariantType();
    }
    if (type instanceof ArrowType.Struct) {
      List<Field> fields = new ArrayList<>();
      for (org.apache.arrow.vector.types.pojo.Field child : field.getChildren()) {
        fields.add(Field.of(0, child.getName(), type(child, path + "." + child.getName())));
      }
      return new StructType(fields);
    }
    if (type instanceof ArrowType.List
        || type instanceof ArrowType.LargeList
        || type instanceof ArrowType.ListView
        || type instanceof ArrowType.LargeListView) {
      return new ListType(
          Field.of(0, "element", type(field.getChildren().get(0), path + ".element")));
    }
    if (type instanceof ArrowType.Map) {
      List<org.apache.arrow.vector.types.pojo.Field> entry =
          field.getChildren().get(0).getChildren();
      return new MapType(
          Field.of(0, "key", type(entry.get(0), path + ".key")),
          Field.of(0, "value", type(entry.get(1), path + ".value")));
    }
    DataType leaf = leaf(type, extension);
    if (leaf == null) {
      throw new UnsupportedFeatureException(
          "Arrow type " + type,
          "Column " + path + " is of the Arrow type " + type + ", which a lake does not have.");
    }
    return leaf;
  }

  private static @Nullable DataType leaf(ArrowType type, @Nullable String extension) {
    if (type instanceof ArrowType.Int integer) {
      return integer(integer);
    }
    if (type instanceof ArrowType.FloatingPoint floating) {
      return switch (floating.getPrecision()) {
        case HALF, SINGLE -> PrimitiveType.FLOAT32;
        case DOUBLE -> PrimitiveType.FLOAT64;
      };
    }
    if (type instanceof ArrowType.Decimal decimal) {
      return decimal(decimal);
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      return timestamp(timestamp);
    }
    if (type instanceof ArrowType.Time) {
      return PrimitiveType.TIME;
    }
    if (type instanceof ArrowType.Date) {
      return PrimitiveType.DATE;
    }
    if (type instanceof ArrowType.FixedSizeBinary) {
      return "arrow.uuid".equals(extension) ? PrimitiveType.UUID : PrimitiveType.BLOB;
    }
    if (type instanceof ArrowType.Binary
        || type instanceof ArrowType.LargeBinary
        || type instanceof ArrowType.BinaryView) {
      boolean geometry = "geoarrow.wkb".equals(extension) || "ogc.wkb".equals(extension);
      return geometry ? new GeometryType() : PrimitiveType.BLOB;
    }
    if (type instanceof ArrowType.Utf8
        || type instanceof ArrowType.LargeUtf8
        || type instanceof ArrowType.Utf8View) {
      return "arrow.json".equals(extension) ? PrimitiveType.JSON : PrimitiveType.VARCHAR;
    }
    if (type instanceof ArrowType.Bool) {
      return PrimitiveType.BOOLEAN;
    }
    if (type instanceof ArrowType.Null) {
      return PrimitiveType.INT32; // what DuckDB makes of it
    }
    return type instanceof ArrowType.Interval || type instanceof ArrowType.Duration
        ? PrimitiveType.INTERVAL
        : null;
  }

  private static @Nullable DataType integer(ArrowType.Int type) {
    return switch (type.getBitWidth()) {
      case 8 -> type.getIsSigned() ? PrimitiveType.INT8 : PrimitiveType.UINT8;
      case 16 -> type.getIsSigned() ? PrimitiveType.INT16 : PrimitiveType.UINT16;
      case 32 -> type.getIsSigned() ? PrimitiveType.INT32 : PrimitiveType.UINT32;
      case 64 -> type.getIsSigned() ? PrimitiveType.INT64 : PrimitiveType.UINT64;
      default -> null;
    };
  }

  /** Decimal256(39,0) is how uint128 travels; int128 cannot be told from decimal(38,0). */
  private static @Nullable DataType decimal(ArrowType.Decimal type) {
    if (type.getScale() >= 0
        && type.getScale() <= type.getPrecision()
        && type.getPrecision() <= DecimalType.MAX_PRECISION) {
      return new DecimalType(type.getPrecision(), type.getScale());
    }
    return (type.getPrecision() == 39 && type.getScale() == 0) ? PrimitiveType.UINT128 : null;
  }

  /** With a zone there is only one type in specification 1.0, of microseconds. */
  private static DataType timestamp(ArrowType.Timestamp type) {
    if (type.getTimezone() != null && !type.getTimezone().isEmpty()) {
      return PrimitiveType.TIMESTAMPTZ;
    }
    TimeUnit unit = type.getUnit();
    return switch (unit) {
      case SECOND -> PrimitiveType.TIMESTAMP_S;
      case MILLISECOND -> PrimitiveType.TIMESTAMP_MS;
      case MICROSECOND -> PrimitiveType.TIMESTAMP;
      case NANOSECOND -> PrimitiveType.TIMESTAMP_NS;
    };
  }
}
