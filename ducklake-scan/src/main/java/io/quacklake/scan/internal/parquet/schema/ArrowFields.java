package io.quacklake.scan.internal.parquet.schema;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.PrimitiveType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** The Arrow fields of a file's own columns. */
final class ArrowFields {
  private static final String EXTENSION = "ARROW:extension:name";

  private ArrowFields() {}

  static Field of(ParquetField field) {
    return of(field, field.name(), field.nullable());
  }

  private static Field of(ParquetField field, String name, boolean nullable) {
    return switch (field.kind()) {
      case PRIMITIVE -> {
        DataType type = field.type();
        yield new Field(
            name, new FieldType(nullable, arrowType(type), null, metadata(type)), List.of());
      }
      case STRUCT ->
          new Field(
              name,
              new FieldType(nullable, ArrowType.Struct.INSTANCE, null),
              field.children().stream().map(ArrowFields::of).toList());
      case LIST -> {
        ParquetField element = field.children().get(0);
        yield new Field(
            name,
            new FieldType(nullable, ArrowType.List.INSTANCE, null),
            List.of(of(element, "element", element.nullable())));
      }
      case MAP -> {
        ParquetField value = field.children().get(1);
        Field entries =
            new Field(
                MapVector.DATA_VECTOR_NAME,
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(
                    of(field.children().get(0), MapVector.KEY_NAME, false),
                    of(value, MapVector.VALUE_NAME, value.nullable())));
        yield new Field(
            name, new FieldType(nullable, new ArrowType.Map(false), null), List.of(entries));
      }
    };
  }

  private static @Nullable Map<String, String> metadata(DataType type) {
    if (type == PrimitiveType.UUID) {
      return Map.of(EXTENSION, "arrow.uuid");
    }
    return type instanceof GeometryType ? Map.of(EXTENSION, "geoarrow.wkb") : null;
  }

  private static ArrowType arrowType(DataType type) {
    if (type instanceof DecimalType decimal) {
      return new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
    }
    if (type instanceof GeometryType) {
      return ArrowType.Binary.INSTANCE;
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case INT8 -> new ArrowType.Int(8, true);
      case INT16 -> new ArrowType.Int(16, true);
      case INT32 -> new ArrowType.Int(32, true);
      case INT64 -> new ArrowType.Int(64, true);
      case UINT8 -> new ArrowType.Int(8, false);
      case UINT16 -> new ArrowType.Int(16, false);
      case UINT32 -> new ArrowType.Int(32, false);
      case UINT64 -> new ArrowType.Int(64, false);
      case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME, TIMETZ -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case TIME_NS -> new ArrowType.Time(TimeUnit.NANOSECOND, 64);
      case TIMESTAMP_S -> new ArrowType.Timestamp(TimeUnit.SECOND, null);
      case TIMESTAMP_MS -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case TIMESTAMP_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
      case TIMESTAMPTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case TIMESTAMPTZ_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC");
      case INTERVAL -> new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
      case VARCHAR, JSON -> ArrowType.Utf8.INSTANCE;
      case BLOB -> ArrowType.Binary.INSTANCE;
      case UUID -> new ArrowType.FixedSizeBinary(16);
      case INT128, UINT128 ->
          throw new IllegalStateException("no Parquet column has the type " + type);
    };
  }
}
