package io.quacklake.transact.internal.parquet;

import io.quacklake.format.FieldId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The lake's fields for an Arrow schema, for files that no table describes. */
public final class ArrowFields {
  private static final String EXTENSION = ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME;

  private long nextId = 1;

  private ArrowFields() {}

  /**
   * Fields with ids from 1, parents before their children. Types without a counterpart in a lake
   * are refused by name.
   */
  public static List<Field> of(Schema schema) {
    ArrowFields ids = new ArrowFields();
    List<Field> fields = new ArrayList<>();
    for (org.apache.arrow.vector.types.pojo.Field field : schema.getFields()) {
      fields.add(ids.field(field, field.getName(), field.getName()));
    }
    return List.copyOf(fields);
  }

  private Field field(org.apache.arrow.vector.types.pojo.Field field, String name, String path) {
    FieldId id = new FieldId(nextId++);
    return new Field(id, name, type(field, path), true, null);
  }

  private Field child(
      org.apache.arrow.vector.types.pojo.Field parent, int index, String name, String path) {
    return field(parent.getChildren().get(index), name, path + "." + name);
  }

  private DataType type(org.apache.arrow.vector.types.pojo.Field field, String path) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Struct) {
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < field.getChildren().size(); i++) {
        fields.add(child(field, i, field.getChildren().get(i).getName(), path));
      }
      return new StructType(fields);
    }
    if (type instanceof ArrowType.List) {
      return new ListType(child(field, 0, "element", path));
    }
    if (type instanceof ArrowType.Map) {
      org.apache.arrow.vector.types.pojo.Field entries = field.getChildren().get(0);
      return new MapType(child(entries, 0, "key", path), child(entries, 1, "value", path));
    }
    DataType leaf = leaf(type, field.getMetadata().get(EXTENSION));
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
        case SINGLE -> PrimitiveType.FLOAT32;
        case DOUBLE -> PrimitiveType.FLOAT64;
        default -> null;
      };
    }
    if (type instanceof ArrowType.Decimal decimal) {
      return decimal(decimal);
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      return timestamp(timestamp);
    }
    if (type instanceof ArrowType.Time time) {
      return switch (time.getUnit()) {
        case MICROSECOND -> PrimitiveType.TIME;
        case NANOSECOND -> PrimitiveType.TIME_NS;
        default -> null;
      };
    }
    if (type instanceof ArrowType.FixedSizeBinary binary) {
      return binary.getByteWidth() == 16 && "arrow.uuid".equals(extension)
          ? PrimitiveType.UUID
          : null;
    }
    if (type instanceof ArrowType.Binary) {
      return "geoarrow.wkb".equals(extension) ? new GeometryType() : PrimitiveType.BLOB;
    }
    if (type instanceof ArrowType.Utf8) {
      return "arrow.json".equals(extension) ? PrimitiveType.JSON : PrimitiveType.VARCHAR;
    }
    if (type instanceof ArrowType.Bool) {
      return PrimitiveType.BOOLEAN;
    }
    if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY ? PrimitiveType.DATE : null;
    }
    if (type instanceof ArrowType.Interval interval) {
      return interval.getUnit() == IntervalUnit.MONTH_DAY_NANO ? PrimitiveType.INTERVAL : null;
    }
    return null;
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
    if (type.getBitWidth() == 128 && type.getScale() >= 0) {
      return new DecimalType(type.getPrecision(), type.getScale());
    }
    return type.getBitWidth() == 256 && type.getPrecision() == 39 && type.getScale() == 0
        ? PrimitiveType.UINT128
        : null;
  }

  private static @Nullable DataType timestamp(ArrowType.Timestamp type) {
    boolean zoned = type.getTimezone() != null && !type.getTimezone().isEmpty();
    return switch (type.getUnit()) {
      case SECOND -> zoned ? null : PrimitiveType.TIMESTAMP_S;
      case MILLISECOND -> zoned ? null : PrimitiveType.TIMESTAMP_MS;
      case MICROSECOND -> zoned ? PrimitiveType.TIMESTAMPTZ : PrimitiveType.TIMESTAMP;
      case NANOSECOND -> zoned ? PrimitiveType.TIMESTAMPTZ_NS : PrimitiveType.TIMESTAMP_NS;
    };
  }
}
