package io.quacklake.scan.internal.parquet;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Spells the values of a vector as make_parquet.py does. */
final class Spelled {
  private Spelled() {}

  static List<Object> all(ValueVector vector) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < vector.getValueCount(); i++) {
      values.add(value(vector, i));
    }
    return values;
  }

  static Object value(ValueVector vector, int i) {
    if (vector.isNull(i)) {
      return null;
    }
    if (vector instanceof BitVector bits) {
      return Integer.toString(bits.get(i));
    }
    if (vector instanceof UInt8Vector big) {
      return Long.toUnsignedString(big.get(i));
    }
    if (vector instanceof BaseIntVector ints) {
      return Long.toString(ints.getValueAsLong(i));
    }
    if (vector instanceof Float4Vector floats) {
      return HexFormat.of().toHexDigits(Float.floatToRawIntBits(floats.get(i)));
    }
    if (vector instanceof Float8Vector doubles) {
      return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(doubles.get(i)));
    }
    if (vector instanceof DecimalVector decimals) {
      BigDecimal value = decimals.getObject(i);
      return value.unscaledValue().toString();
    }
    if (vector instanceof DateDayVector dates) {
      return Integer.toString(dates.get(i));
    }
    if (vector instanceof TimeMicroVector times) {
      return Long.toString(times.get(i));
    }
    if (vector instanceof TimeNanoVector times) {
      return Long.toString(times.get(i));
    }
    if (vector instanceof TimeStampVector stamps) {
      return Long.toString(stamps.get(i));
    }
    if (vector instanceof VarCharVector texts) {
      return new String(texts.get(i), StandardCharsets.UTF_8);
    }
    if (vector instanceof VarBinaryVector bytes) {
      return HexFormat.of().formatHex(bytes.get(i));
    }
    if (vector instanceof FixedSizeBinaryVector bytes) {
      return HexFormat.of().formatHex(bytes.get(i));
    }
    if (vector instanceof IntervalMonthDayNanoVector intervals) {
      return intervals.getObject(i).toString();
    }
    if (vector instanceof ListVector lists) { // maps too: their entries are structs
      List<Object> elements = new ArrayList<>();
      for (int e = lists.getElementStartIndex(i); e < lists.getElementEndIndex(i); e++) {
        elements.add(value(lists.getDataVector(), e));
      }
      return elements;
    }
    if (vector instanceof StructVector structs) {
      List<Object> fields = new ArrayList<>();
      for (FieldVector child : structs.getChildrenFromFields()) {
        fields.add(value(child, i));
      }
      return fields;
    }
    throw new IllegalArgumentException(vector.getField().toString());
  }
}
