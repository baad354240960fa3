package io.quacklake.scan.internal.arrow;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The Arrow types in which columns come out of a scan. */
public final class ArrowSchemas {
  private static final String EXTENSION_NAME = "ARROW:extension:name";
  private static final String EXTENSION_METADATA = "ARROW:extension:metadata";
  private static final String UTC = "UTC";

  private ArrowSchemas() {}

  /** The schema of these columns. */
  public static Schema schema(List<Field> fields) {
    return new Schema(fields.stream().map(ArrowSchemas::field).toList());
  }

  /**
   * One column. Always nullable: files added from elsewhere may hold NULL in spite of a NOT NULL of
   * the table, and nested nullability is not reliable in the catalog.
   */
  public static org.apache.arrow.vector.types.pojo.Field field(Field field) {
    return field(field.name(), field.type(), true);
  }

  private static org.apache.arrow.vector.types.pojo.Field field(
      String name, DataType type, boolean nullable) {
    return new org.apache.arrow.vector.types.pojo.Field(
        name,
        new FieldType(nullable, type.accept(TYPES), null, metadata(type)),
        type.accept(CHILDREN));
  }

  private static Map<String, String> metadata(DataType type) {
    if (type == PrimitiveType.UUID) {
      return Map.of(EXTENSION_NAME, "arrow.uuid", EXTENSION_METADATA, "");
    }
    if (type instanceof GeometryType) {
      return Map.of(EXTENSION_NAME, "geoarrow.wkb", EXTENSION_METADATA, "{}");
    }
    if (type instanceof VariantType) {
      return Map.of(EXTENSION_NAME, "arrow.parquet.variant", EXTENSION_METADATA, "");
    }
    return Map.of();
  }

  private static final DataType.Visitor<ArrowType> TYPES =
      new DataType.Visitor<>() {
        @Override
        public ArrowType primitive(PrimitiveType type) {
          return switch (type) {
            case BOOLEAN -> new ArrowType.Bool();
            case INT8 -> new ArrowType.Int(8, true);
            case INT16 -> new ArrowType.Int(16, true);
            case INT32 -> new ArrowType.Int(32, true);
            case INT64 -> new ArrowType.Int(64, true);
            // 39 digits do not fit the precision but do fit the 128 bits, which are exact.
            case INT128 -> new ArrowType.Decimal(38, 0, 128);
            case UINT8 -> new ArrowType.Int(8, false);
            case UINT16 -> new ArrowType.Int(16, false);
            case UINT32 -> new ArrowType.Int(32, false);
            case UINT64 -> new ArrowType.Int(64, false);
            case UINT128 -> new ArrowType.Decimal(39, 0, 256);
            case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME, TIMETZ -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
            case TIME_NS -> new ArrowType.Time(TimeUnit.NANOSECOND, 64);
            case TIMESTAMP_S -> new ArrowType.Timestamp(TimeUnit.SECOND, null);
            case TIMESTAMP_MS -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
            case TIMESTAMP_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
            case TIMESTAMPTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, UTC);
            case TIMESTAMPTZ_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, UTC);
            case INTERVAL -> new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
            case VARCHAR, JSON -> new ArrowType.Utf8();
            case BLOB -> new ArrowType.Binary();
            case UUID -> new ArrowType.FixedSizeBinary(16);
          };
        }

        @Override
        public ArrowType decimal(DecimalType type) {
          return new ArrowType.Decimal(type.precision(), type.scale(), 128);
        }

        @Override
        public ArrowType list(ListType type) {
          return new ArrowType.List();
        }

        @Override
        public ArrowType struct(StructType type) {
          return new ArrowType.Struct();
        }

        @Override
        public ArrowType map(MapType type) {
          return new ArrowType.Map(false);
        }

        @Override
        public ArrowType variant(VariantType type) {
          return new ArrowType.Struct();
        }

        @Override
        public ArrowType geometry(GeometryType type) {
          return new ArrowType.Binary();
        }
      };

  private static final DataType.Visitor<List<org.apache.arrow.vector.types.pojo.Field>> CHILDREN =
      new DataType.Visitor<>() {
        @Override
        public List<org.apache.arrow.vector.types.pojo.Field> primitive(PrimitiveType type) {
          return List.of();
        }

        @Override
        public List<org.apache.arrow.vector.types.pojo.Field> decimal(DecimalType type) {
          return List.of();
        }

        @Override
        public List<org.apache.arrow.vector.types.pojo.Field> list(ListType type) {
          return List.of(field("element", type.element().type(), true));
        }

        @Override
        public List<org.apache.arrow.vector.types.pojo.Field> struct(StructType type) {
          return type.fields().stream().map(ArrowSchemas::field).toList();
        }

        @Override
        public List<org.apache.arrow.vector.types.pojo.Field> map(MapType type) {
          return List.of(
              new org.apache.arrow.vector.types.pojo.Field(
                  "entries",
                  new FieldType(false, new ArrowType.Struct(), null),
                  List.of(
                      field("key", type.key().type(), false),
                      field("value", type.value().type(), true))));
        }

        @Override
        public List<org.apache.arrow.vector.types.pojo.Field> variant(VariantType type) {
          return List.of(
              field("metadata", PrimitiveType.BLOB, false),
              field("value", PrimitiveType.BLOB, true));
        }

        @Override
        public List<org.apache.arrow.vector.types.pojo.Field> geometry(GeometryType type) {
          return List.of();
        }
      };
}
