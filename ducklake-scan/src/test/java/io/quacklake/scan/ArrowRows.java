package io.quacklake.scan;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Rows of any Arrow source as texts, so that results can be compared without regard to order. Goes
 * by the Arrow type alone and shares no code with the library.
 */
final class ArrowRows {
  private static final long SECOND = 1_000_000L;
  private static final long DAY = 86_400 * SECOND;

  private ArrowRows() {}

  /** How often each row occurs; {@code types} are the types as DuckDB spells them. */
  static Map<String, Integer> counted(ArrowReader reader, List<String> types) throws Exception {
    Map<String, Integer> rows = new TreeMap<>();
    texts(reader, types).forEach(row -> rows.merge(row, 1, Integer::sum));
    return rows;
  }

  /** The rows in their order. */
  static List<String> texts(ArrowReader reader, List<String> types) throws Exception {
    List<String> rows = new ArrayList<>();
    while (reader.loadNextBatch()) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      for (int row = 0; row < root.getRowCount(); row++) {
        List<Object> values = new ArrayList<>();
        for (int column = 0; column < root.getFieldVectors().size(); column++) {
          FieldVector vector = root.getVector(column);
          values.add(named(types.get(column), value(vector, row)));
        }
        rows.add(values.toString());
      }
    }
    return rows;
  }

  /** Some types are text in the expected files; see golden-files/README.md. */
  private static Object named(String type, Object value) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case "HUGEINT", "UHUGEINT" -> new BigDecimal(value.toString()).toBigInteger();
      case "TIME WITH TIME ZONE" ->
          value instanceof Long micros ? micros : utcMicros((String) value);
      case "TIME_NS" -> value instanceof Long nanos ? nanos : nanos((String) value);
      case "GEOMETRY" -> value.toString().matches("[0-9a-f]+") ? Wkb.text((String) value) : value;
      default -> value;
    };
  }

  private static Object value(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof StructVector struct) {
      List<Object> fields = new ArrayList<>();
      for (FieldVector child : struct.getChildrenFromFields()) {
        fields.add(value(child, row));
      }
      return fields;
    }
    if (vector instanceof ListVector list) {
      List<Object> elements = new ArrayList<>();
      int end = list.getElementEndIndex(row);
      for (int i = list.getElementStartIndex(row); i < end; i++) {
        elements.add(value(list.getDataVector(), i));
      }
      return elements;
    }
    if (vector instanceof FixedSizeBinaryVector fixed) {
      ByteBuffer bytes = ByteBuffer.wrap(fixed.get(row));
      return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
    if (vector instanceof VarBinaryVector binary) {
      return HexFormat.of().formatHex(binary.get(row));
    }
    if (vector instanceof UInt1Vector unsigned) {
      return unsigned.get(row) & 0xFF;
    }
    if (vector instanceof UInt2Vector unsigned) {
      return (int) unsigned.get(row);
    }
    if (vector instanceof UInt4Vector unsigned) {
      return unsigned.get(row) & 0xFFFFFFFFL;
    }
    if (vector instanceof UInt8Vector unsigned) {
      return Long.toUnsignedString(unsigned.get(row));
    }
    if (vector instanceof BigIntVector longs) {
      return longs.get(row);
    }
    // Dates and times by their number: the greatest ones are beyond what java.time takes.
    return switch (vector.getMinorType()) {
      case DATEDAY -> vector.getDataBuffer().getInt(4L * row);
      case TIMEMICRO, TIMENANO, TIMESTAMPSEC, TIMESTAMPMILLI, TIMESTAMPMICRO, TIMESTAMPNANO ->
          vector.getDataBuffer().getLong(8L * row);
      case TIMESTAMPMICROTZ, TIMESTAMPNANOTZ -> vector.getDataBuffer().getLong(8L * row);
      default -> vector.getObject(row).toString();
    };
  }

  /** {@code 12:00:00.5+05:30} as microseconds of the day in UTC. */
  private static long utcMicros(String text) {
    int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    long offset = 0;
    long unit = 3600;
    for (String part : text.substring(sign + 1).split(":")) {
      offset += Long.parseLong(part) * unit;
      unit /= 60;
    }
    long local = nanos(text.substring(0, sign)) / 1000;
    long micros = text.charAt(sign) == '+' ? local - offset * SECOND : local + offset * SECOND;
    return Math.floorMod(micros, DAY);
  }

  private static long nanos(String text) {
    String[] parts = text.split("[:.]");
    long seconds =
        Long.parseLong(parts[0]) * 3600 + Long.parseLong(parts[1]) * 60 + Long.parseLong(parts[2]);
    String fraction = parts.length > 3 ? parts[3] : "";
    return seconds * 1_000_000_000L + Long.parseLong((fraction + "000000000").substring(0, 9));
  }
}
