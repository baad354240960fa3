package io.quacklake.catalog.dialect;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How values leave DuckDB without loss. Its driver has no exact Java form for dates and times
 * (infinities, 24:00:00, time zones), so those travel as text, inside nested values too.
 */
final class DuckDbTransport {
  /** The DuckDB type that a value is cast to before the driver sees it. */
  static final DataType.Visitor<String> TYPE = new DuckDbType.Transport();

  /** The DuckDB type that the reference declares for an inlined column. */
  static final DataType.Visitor<String> STORED = new DuckDbType();

  private DuckDbTransport() {}

  /** The SQL of a column's value on its way out. */
  static String expression(String column, DataType type) {
    return DuckDbVariants.isIn(type)
        ? DuckDbVariants.expression(column, type, 0)
        : "CAST(" + column + " AS " + type.accept(TYPE) + ")";
  }

  /** What the driver gave for a value of {@code TYPE}, in the Java form of {@code type}. */
  static @Nullable Object value(@Nullable Object driver, DataType type) throws SQLException {
    if (driver == null) {
      return null;
    }
    if (type instanceof PrimitiveType primitive) {
      return primitive(driver, primitive);
    }
    if (type instanceof DecimalType decimal && driver instanceof BigDecimal number) {
      return number.setScale(decimal.scale());
    }
    if (type instanceof VariantType) {
      return DuckDbVariants.value(driver);
    }
    if (type instanceof ListType list && driver instanceof Array array) {
      List<@Nullable Object> values = new ArrayList<>();
      for (@Nullable Object element : (@Nullable Object[]) array.getArray()) {
        values.add(value(element, list.element().type()));
      }
      return Collections.unmodifiableList(values);
    }
    if (type instanceof StructType struct && driver instanceof Struct fields) {
      @Nullable Object[] attributes = fields.getAttributes();
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < attributes.length; i++) {
        values.add(value(attributes[i], struct.fields().get(i).type()));
      }
      return Collections.unmodifiableList(values);
    }
    if (type instanceof MapType map && driver instanceof Map<?, ?> entries) {
      List<Map.Entry<Object, @Nullable Object>> values = new ArrayList<>();
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        Object key = value(entry.getKey(), map.key().type());
        if (key == null) {
          throw new CorruptLakeException("An inlined map has a NULL key");
        }
        values.add(new SimpleImmutableEntry<>(key, value(entry.getValue(), map.value().type())));
      }
      return Collections.unmodifiableList(values);
    }
    throw unexpected(driver, type);
  }

  private static Object primitive(Object driver, PrimitiveType type) throws SQLException {
    return switch (type) {
      case BOOLEAN, FLOAT32, FLOAT64, UUID, VARCHAR, JSON -> driver;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> {
        if (driver instanceof Number number) {
          yield number.longValue();
        }
        throw unexpected(driver, type);
      }
      case UINT64, INT128, UINT128 -> {
        if (driver instanceof BigInteger number) {
          yield number;
        }
        throw unexpected(driver, type);
      }
      case BLOB -> {
        if (driver instanceof Blob blob) {
          yield bytes(blob);
        }
        throw unexpected(driver, type);
      }
      case DATE,
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
          ValueCodec.parse(type, driver.toString());
    };
  }

  static byte[] bytes(Blob blob) throws SQLException {
    return blob.getBytes(1, Math.toIntExact(blob.length()));
  }

  private static CorruptLakeException unexpected(Object driver, DataType type) {
    return new CorruptLakeException(
        "An inlined column of type " + type + " holds a " + driver.getClass().getSimpleName());
  }
}
