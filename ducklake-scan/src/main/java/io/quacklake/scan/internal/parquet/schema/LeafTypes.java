package io.quacklake.scan.internal.parquet.schema;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a leaf's annotation means. The logical type counts; the older converted type only where
 * there is none, and then times are not adjusted to UTC, as the reference reads them.
 */
final class LeafTypes {
  private LeafTypes() {}

  private record Meaning(Type physical, DataType type, Leaf.Scaling scaling) {
    Meaning(Type physical, DataType type) {
      this(physical, type, Leaf.Scaling.NONE);
    }
  }

  static Leaf of(FileSite file, SchemaElement element, int index, String path) {
    FileSite site = file.part("column " + path);
    Type physical = element.getType();
    int length = physical == Type.FIXED_LEN_BYTE_ARRAY ? element.getType_length() : 0;
    String refusal;
    try {
      Meaning meaning = meaning(element, physical, length);
      if (meaning.physical() == physical) {
        return new Leaf(
            site, index, path, physical, length, meaning.scaling(), meaning.type(), null);
      }
      refusal = "type " + meaning.type() + " stored as " + physical;
    } catch (IllegalArgumentException e) {
      refusal = e.getMessage();
    }
    return new Leaf(site, index, path, physical, length, Leaf.Scaling.NONE, null, refusal);
  }

  private static Meaning meaning(SchemaElement element, Type physical, int length) {
    if (element.isSetLogicalType()) {
      LogicalType logical = element.getLogicalType();
      if (logical.getSetField() == null) {
        throw new IllegalArgumentException("an unknown logical type");
      }
      Meaning meaning = logical(logical, physical, length);
      if (meaning != null) {
        return meaning;
      }
    }
    if (element.isSetConverted_type()) {
      return converted(element, physical, length);
    }
    return new Meaning(physical, plain(physical));
  }

  private static @Nullable Meaning logical(LogicalType logical, Type physical, int length) {
    return switch (logical.getSetField()) {
      case STRING, ENUM -> new Meaning(Type.BYTE_ARRAY, PrimitiveType.VARCHAR);
      case JSON -> new Meaning(Type.BYTE_ARRAY, PrimitiveType.JSON);
      case BSON -> new Meaning(Type.BYTE_ARRAY, PrimitiveType.BLOB);
      case GEOMETRY, GEOGRAPHY -> new Meaning(Type.BYTE_ARRAY, new GeometryType());
      case UUID -> fixed(physical, length, 16, PrimitiveType.UUID);
      case FLOAT16 -> fixed(physical, length, 2, PrimitiveType.FLOAT32);
      case DATE -> new Meaning(Type.INT32, PrimitiveType.DATE);
      case DECIMAL ->
          decimal(
              physical,
              length,
              logical.getDECIMAL().getPrecision(),
              logical.getDECIMAL().getScale());
      case INTEGER -> integer(logical.getINTEGER());
      case TIME -> time(logical.getTIME().getUnit(), logical.getTIME().isIsAdjustedToUTC());
      case TIMESTAMP ->
          timestamp(logical.getTIMESTAMP().getUnit(), logical.getTIMESTAMP().isIsAdjustedToUTC());
      case UNKNOWN -> new Meaning(physical, plain(physical)); // all values are NULL
      case LIST, MAP, VARIANT ->
          throw new IllegalArgumentException("a leaf annotated " + logical.getSetField());
    };
  }

  private static Meaning converted(SchemaElement element, Type physical, int length) {
    ConvertedType converted = element.getConverted_type();
    return switch (converted) {
      case UTF8, ENUM -> new Meaning(Type.BYTE_ARRAY, PrimitiveType.VARCHAR);
      case JSON -> new Meaning(Type.BYTE_ARRAY, PrimitiveType.JSON);
      case BSON -> new Meaning(Type.BYTE_ARRAY, PrimitiveType.BLOB);
      case DECIMAL -> decimal(physical, length, element.getPrecision(), element.getScale());
      case DATE -> new Meaning(Type.INT32, PrimitiveType.DATE);
      case TIME_MILLIS ->
          new Meaning(Type.INT32, PrimitiveType.TIME, Leaf.Scaling.MILLIS_TO_MICROS);
      case TIME_MICROS -> new Meaning(Type.INT64, PrimitiveType.TIME);
      case TIMESTAMP_MILLIS -> new Meaning(Type.INT64, PrimitiveType.TIMESTAMP_MS);
      case TIMESTAMP_MICROS -> new Meaning(Type.INT64, PrimitiveType.TIMESTAMP);
      case INT_8 -> new Meaning(Type.INT32, PrimitiveType.INT8);
      case INT_16 -> new Meaning(Type.INT32, PrimitiveType.INT16);
      case INT_32 -> new Meaning(Type.INT32, PrimitiveType.INT32);
      case INT_64 -> new Meaning(Type.INT64, PrimitiveType.INT64);
      case UINT_8 -> new Meaning(Type.INT32, PrimitiveType.UINT8);
      case UINT_16 -> new Meaning(Type.INT32, PrimitiveType.UINT16);
      case UINT_32 -> new Meaning(Type.INT32, PrimitiveType.UINT32);
      case UINT_64 -> new Meaning(Type.INT64, PrimitiveType.UINT64);
      case INTERVAL -> fixed(physical, length, 12, PrimitiveType.INTERVAL);
      case LIST, MAP, MAP_KEY_VALUE ->
          throw new IllegalArgumentException("a leaf annotated " + converted);
    };
  }

  private static Meaning fixed(Type physical, int length, int expected, DataType type) {
    if (physical == Type.FIXED_LEN_BYTE_ARRAY && length != expected) {
      throw new IllegalArgumentException("type " + type + " in " + length + " bytes");
    }
    return new Meaning(Type.FIXED_LEN_BYTE_ARRAY, type);
  }

  private static Meaning decimal(Type physical, int length, int precision, int scale) {
    DataType type = new DecimalType(precision, scale);
    boolean known =
        switch (physical) {
          case INT32, INT64, BYTE_ARRAY -> true;
          case FIXED_LEN_BYTE_ARRAY -> length >= 1;
          default -> false;
        };
    if (!known) {
      throw new IllegalArgumentException(type + " stored as " + physical);
    }
    return new Meaning(physical, type);
  }

  private static Meaning integer(IntType integer) {
    boolean signed = integer.isIsSigned();
    return switch (integer.getBitWidth()) {
      case 8 -> new Meaning(Type.INT32, signed ? PrimitiveType.INT8 : PrimitiveType.UINT8);
      case 16 -> new Meaning(Type.INT32, signed ? PrimitiveType.INT16 : PrimitiveType.UINT16);
      case 32 -> new Meaning(Type.INT32, signed ? PrimitiveType.INT32 : PrimitiveType.UINT32);
      case 64 -> new Meaning(Type.INT64, signed ? PrimitiveType.INT64 : PrimitiveType.UINT64);
      default ->
          throw new IllegalArgumentException("integers of " + integer.getBitWidth() + " bits");
    };
  }

  private static Meaning time(TimeUnit unit, boolean utc) {
    PrimitiveType micros = utc ? PrimitiveType.TIMETZ : PrimitiveType.TIME;
    return switch (unitOf(unit)) {
      case MILLIS -> new Meaning(Type.INT32, micros, Leaf.Scaling.MILLIS_TO_MICROS);
      case MICROS -> new Meaning(Type.INT64, micros);
      case NANOS -> new Meaning(Type.INT64, PrimitiveType.TIME_NS);
    };
  }

  private static Meaning timestamp(TimeUnit unit, boolean utc) {
    return switch (unitOf(unit)) {
      case MILLIS ->
          utc
              ? new Meaning(Type.INT64, PrimitiveType.TIMESTAMPTZ, Leaf.Scaling.MILLIS_TO_MICROS)
              : new Meaning(Type.INT64, PrimitiveType.TIMESTAMP_MS);
      case MICROS ->
          new Meaning(Type.INT64, utc ? PrimitiveType.TIMESTAMPTZ : PrimitiveType.TIMESTAMP);
      case NANOS ->
          new Meaning(Type.INT64, utc ? PrimitiveType.TIMESTAMPTZ_NS : PrimitiveType.TIMESTAMP_NS);
    };
  }

  private static TimeUnit._Fields unitOf(TimeUnit unit) {
    TimeUnit._Fields field = unit.getSetField();
    if (field == null) {
      throw new IllegalArgumentException("an unknown unit of time");
    }
    return field;
  }

  private static DataType plain(Type physical) {
    return switch (physical) {
      case BOOLEAN -> PrimitiveType.BOOLEAN;
      case INT32 -> PrimitiveType.INT32;
      case INT64 -> PrimitiveType.INT64;
      case INT96 -> PrimitiveType.TIMESTAMP;
      case FLOAT -> PrimitiveType.FLOAT32;
      case DOUBLE -> PrimitiveType.FLOAT64;
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> PrimitiveType.BLOB;
    };
  }
}
