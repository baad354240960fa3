package io.quacklake.scan.internal.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.TimeTz;
import io.quacklake.format.type.VariantType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Single values in and out of vectors, in the Java forms of {@code ValueCodec}. Convenient, not
 * fast: whole columns go other ways.
 */
public final class VectorValues {
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  private VectorValues() {}

  /** The value at {@code index} of a vector that holds values of {@code type}. */
  public static @Nullable Object read(FieldVector vector, int index, DataType type) {
    if (vector.isNull(index)) {
      return null;
    }
    if (type instanceof PrimitiveType primitive) {
      return readPrimitive(vector, index, primitive);
    }
    if (type instanceof DecimalType) {
      return ((DecimalVector) vector).getObject(index);
    }
    if (type instanceof ListType list) {
      ListVector lists = (ListVector) vector;
      return readElements(lists, index, list.element().type());
    }
    if (type instanceof MapType map) {
      return readEntries((MapVector) vector, index, map);
    }
    if (type instanceof StructType struct) {
      return readFields((StructVector) vector, index, struct.fields());
    }
    if (type instanceof VariantType) {
      return readFields((StructVector) vector, index, VARIANT_FIELDS);
    }
    return ((VarBinaryVector) vector).get(index); // geometry
  }

  private static final List<Field> VARIANT_FIELDS =
      List.of(
          Field.of(-1, "metadata", PrimitiveType.BLOB), Field.of(-2, "value", PrimitiveType.BLOB));

  private static Object readPrimitive(FieldVector vector, int index, PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> ((BitVector) vector).get(index) == 1;
      case INT8 -> (long) ((TinyIntVector) vector).get(index);
      case INT16 -> (long) ((SmallIntVector) vector).get(index);
      case INT32 -> (long) ((IntVector) vector).get(index);
      case UINT8 -> ((UInt1Vector) vector).get(index) & 0xFFL;
      case UINT16 -> (long) ((UInt2Vector) vector).get(index);
      case UINT32 -> ((UInt4Vector) vector).get(index) & 0xFFFFFFFFL;
      case INT64, TIME, TIME_NS, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS ->
          longAt(vector, index);
      case TIMESTAMPTZ, TIMESTAMPTZ_NS -> longAt(vector, index);
      case DATE -> (long) vector.getDataBuffer().getInt(4L * index);
      case TIMETZ -> new TimeTz(longAt(vector, index), 0);
      case UINT64 -> {
        BigInteger signed = BigInteger.valueOf(longAt(vector, index));
        yield signed.signum() < 0 ? signed.add(TWO_TO_64) : signed;
      }
      case INT128 -> ((DecimalVector) vector).getObject(index).unscaledValue();
      case UINT128 -> ((Decimal256Vector) vector).getObject(index).unscaledValue();
      case FLOAT32 -> ((Float4Vector) vector).get(index);
      case FLOAT64 -> ((Float8Vector) vector).get(index);
      case INTERVAL -> readInterval((IntervalMonthDayNanoVector) vector, index);
      case VARCHAR, JSON -> new String(((VarCharVector) vector).get(index), UTF_8);
      case BLOB -> ((VarBinaryVector) vector).get(index);
      case UUID -> {
        ByteBuffer bytes = ByteBuffer.wrap(((FixedSizeBinaryVector) vector).get(index));
        yield new UUID(bytes.getLong(), bytes.getLong());
      }
    };
  }

  private static long longAt(FieldVector vector, int index) {
    return vector.getDataBuffer().getLong(8L * index);
  }

  private static Interval readInterval(IntervalMonthDayNanoVector vector, int index) {
    ArrowBuf data = vector.getDataBuffer();
    return new Interval(
        IntervalMonthDayNanoVector.getMonths(data, index),
        IntervalMonthDayNanoVector.getDays(data, index),
        IntervalMonthDayNanoVector.getNanoseconds(data, index) / 1000);
  }

  private static List<@Nullable Object> readElements(ListVector lists, int index, DataType type) {
    int end = lists.getElementEndIndex(index);
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = lists.getElementStartIndex(index); i < end; i++) {
      elements.add(read(lists.getDataVector(), i, type));
    }
    return elements;
  }

  private static List<Map.Entry<Object, @Nullable Object>> readEntries(
      MapVector maps, int index, MapType type) {
    StructVector entries = (StructVector) maps.getDataVector();
    FieldVector keys = entries.getChildrenFromFields().get(0);
    FieldVector values = entries.getChildrenFromFields().get(1);
    int end = maps.getElementEndIndex(index);
    List<Map.Entry<Object, @Nullable Object>> result = new ArrayList<>();
    for (int i = maps.getElementStartIndex(index); i < end; i++) {
      Object key = read(keys, i, type.key().type());
      if (key == null) {
        throw new IllegalStateException("A map key is NULL");
      }
      result.add(new AbstractMap.SimpleImmutableEntry<>(key, read(values, i, type.value().type())));
    }
    return result;
  }

  private static List<@Nullable Object> readFields(
      StructVector structs, int index, List<Field> fields) {
    List<FieldVector> children = structs.getChildrenFromFields();
    List<@Nullable Object> values = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      values.add(read(children.get(i), index, fields.get(i).type()));
    }
    return values;
  }

  /**
   * Sets the value at {@code index}, growing the vector as needed. Indexes must ascend for nested
   * types.
   */
  public static void write(FieldVector vector, int index, DataType type, @Nullable Object value) {
    if (value == null) {
      writeNull(vector, index);
    } else if (type instanceof PrimitiveType primitive) {
      writePrimitive(vector, index, primitive, value);
    } else if (type instanceof DecimalType) {
      ((DecimalVector) vector)
          .setBigEndianSafe(index, ((BigDecimal) value).unscaledValue().toByteArray());
    } else if (type instanceof ListType list) {
      writeElements((ListVector) vector, index, list.element().type(), (List<?>) value);
    } else if (type instanceof MapType map) {
      writeEntries((MapVector) vector, index, map, (List<?>) value);
    } else if (type instanceof StructType struct) {
      writeFields((StructVector) vector, index, struct.fields(), (List<?>) value);
    } else if (type instanceof VariantType) {
      writeFields((StructVector) vector, index, VARIANT_FIELDS, (List<?>) value);
    } else {
      ((VarBinaryVector) vector).setSafe(index, (byte[]) value); // geometry
    }
  }

  private static void writeNull(FieldVector vector, int index) {
    if (vector instanceof StructVector struct) {
      while (index >= struct.getValueCapacity()) {
        struct.reAlloc();
      }
      struct.setNull(index);
      for (FieldVector child : struct.getChildrenFromFields()) {
        writeNull(child, index);
      }
    } else if (vector instanceof ListVector list) {
      list.setNull(index);
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      while (index >= fixed.getValueCapacity()) {
        fixed.reAlloc();
      }
      fixed.setNull(index);
    } else {
      vector.setNull(index);
    }
  }

  private static void writePrimitive(
      FieldVector vector, int index, PrimitiveType type, Object value) {
    switch (type) {
      case BOOLEAN -> ((BitVector) vector).setSafe(index, (Boolean) value ? 1 : 0);
      case INT8 -> ((TinyIntVector) vector).setSafe(index, ((Long) value).byteValue());
      case INT16 -> ((SmallIntVector) vector).setSafe(index, ((Long) value).shortValue());
      case INT32 -> ((IntVector) vector).setSafe(index, ((Long) value).intValue());
      case UINT8 -> ((UInt1Vector) vector).setSafe(index, ((Long) value).byteValue());
      case UINT16 -> ((UInt2Vector) vector).setSafe(index, (char) ((Long) value).intValue());
      case UINT32 -> ((UInt4Vector) vector).setSafe(index, ((Long) value).intValue());
      case INT64 -> ((BigIntVector) vector).setSafe(index, (Long) value);
      case TIME, TIME_NS, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS ->
          writeLong((BaseFixedWidthVector) vector, index, (Long) value);
      case TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          writeLong((BaseFixedWidthVector) vector, index, (Long) value);
      case DATE -> writeInt((BaseFixedWidthVector) vector, index, ((Long) value).intValue());
      case TIMETZ -> writeLong((BaseFixedWidthVector) vector, index, utcMicros((TimeTz) value));
      case UINT64 ->
          writeLong((BaseFixedWidthVector) vector, index, ((BigInteger) value).longValue());
      case INT128 ->
          ((DecimalVector) vector).setBigEndianSafe(index, ((BigInteger) value).toByteArray());
      case UINT128 ->
          ((Decimal256Vector) vector).setBigEndianSafe(index, ((BigInteger) value).toByteArray());
      case FLOAT32 -> ((Float4Vector) vector).setSafe(index, (Float) value);
      case FLOAT64 -> ((Float8Vector) vector).setSafe(index, (Double) value);
      case INTERVAL -> writeInterval((IntervalMonthDayNanoVector) vector, index, (Interval) value);
      case VARCHAR, JSON ->
          ((VarCharVector) vector).setSafe(index, ((String) value).getBytes(UTF_8));
      case BLOB -> ((VarBinaryVector) vector).setSafe(index, (byte[]) value);
      case UUID -> {
        UUID uuid = (UUID) value;
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits());
        ((FixedSizeBinaryVector) vector).setSafe(index, bytes);
      }
    }
  }

  private static void writeLong(BaseFixedWidthVector vector, int index, long value) {
    while (index >= vector.getValueCapacity()) {
      vector.reAlloc();
    }
    vector.setIndexDefined(index);
    vector.getDataBuffer().setLong(8L * index, value);
  }

  private static void writeInt(BaseFixedWidthVector vector, int index, int value) {
    while (index >= vector.getValueCapacity()) {
      vector.reAlloc();
    }
    vector.setIndexDefined(index);
    vector.getDataBuffer().setInt(4L * index, value);
  }

  /**
   * The time of day in UTC; Arrow has no type for the offset, and Parquet files do not keep it
   * either.
   */
  public static long utcMicros(TimeTz time) {
    long micros = time.micros() - time.offsetSeconds() * 1_000_000L;
    return micros >= 0 && micros <= MICROS_PER_DAY ? micros : Math.floorMod(micros, MICROS_PER_DAY);
  }

  private static void writeInterval(
      IntervalMonthDayNanoVector vector, int index, Interval interval) {
    try {
      vector.setSafe(
          index, interval.months(), interval.days(), Math.multiplyExact(interval.micros(), 1000L));
    } catch (ArithmeticException overflow) {
      throw new UnsupportedFeatureException(
          "interval beyond 292 years of time",
          "An interval of "
              + interval.micros()
              + " microseconds does not fit Arrow's nanoseconds.");
    }
  }

  private static void writeElements(ListVector lists, int index, DataType type, List<?> elements) {
    int start = lists.startNewValue(index);
    for (int i = 0; i < elements.size(); i++) {
      write(lists.getDataVector(), start + i, type, elements.get(i));
    }
    lists.endValue(index, elements.size());
    lists.getDataVector().setValueCount(start + elements.size());
  }

  private static void writeEntries(MapVector maps, int index, MapType type, List<?> entries) {
    StructVector structs = (StructVector) maps.getDataVector();
    FieldVector keys = structs.getChildrenFromFields().get(0);
    FieldVector values = structs.getChildrenFromFields().get(1);
    int start = maps.startNewValue(index);
    for (int i = 0; i < entries.size(); i++) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries.get(i);
      defineStruct(structs, start + i);
      write(keys, start + i, type.key().type(), entry.getKey());
      write(values, start + i, type.value().type(), entry.getValue());
    }
    maps.endValue(index, entries.size());
    structs.setValueCount(start + entries.size());
  }

  private static void writeFields(
      StructVector structs, int index, List<Field> fields, List<?> values) {
    defineStruct(structs, index);
    List<FieldVector> children = structs.getChildrenFromFields();
    for (int i = 0; i < fields.size(); i++) {
      write(children.get(i), index, fields.get(i).type(), values.get(i));
    }
  }

  private static void defineStruct(StructVector structs, int index) {
    while (index >= structs.getValueCapacity()) {
      structs.reAlloc();
    }
    structs.setIndexDefined(index);
  }

  /** A vector of {@code count} times the same value. */
  public static FieldVector constant(
      FieldVector vector, DataType type, @Nullable Object value, int count) {
    vector.setInitialCapacity(count);
    vector.allocateNew();
    if (value == null) {
      vector.setValueCount(count);
      return vector;
    }
    if (count > 0) {
      write(vector, 0, type, value);
    }
    if (count > 1 && !Repeated.first(vector, count)) {
      for (int i = 1; i < count; i++) {
        write(vector, i, type, value);
      }
    }
    vector.setValueCount(count);
    return vector;
  }
}
