package io.quacklake.scan.internal.columns;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Values as JSON text, as the reference casts them. */
public final class JsonText {
  private JsonText() {}

  /** The JSON of one value. */
  public static String of(DataType type, @Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (type instanceof ListType list) {
      StringJoiner elements = new StringJoiner(",", "[", "]");
      for (Object element : (List<?>) value) {
        elements.add(of(list.element().type(), element));
      }
      return elements.toString();
    }
    if (type instanceof StructType struct) {
      StringJoiner fields = new StringJoiner(",", "{", "}");
      List<?> values = (List<?>) value;
      for (int i = 0; i < values.size(); i++) {
        Field field = struct.fields().get(i);
        fields.add(quote(field.name()) + ":" + of(field.type(), values.get(i)));
      }
      return fields.toString();
    }
    if (type instanceof MapType map) {
      StringJoiner entries = new StringJoiner(",", "{", "}");
      for (Object each : (List<?>) value) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
        String key = ValueCodec.print(map.key().type(), entry.getKey());
        entries.add(quote(key) + ":" + of(map.value().type(), entry.getValue()));
      }
      return entries.toString();
    }
    return scalar(type, value);
  }

  private static String scalar(DataType type, Object value) {
    String text = type == PrimitiveType.VARCHAR ? (String) value : ValueCodec.print(type, value);
    if (type == PrimitiveType.JSON || type instanceof DecimalType) {
      return text;
    }
    boolean bare =
        switch ((PrimitiveType) type) {
          case BOOLEAN, INT8, INT16, INT32, INT64, INT128 -> true;
          case UINT8, UINT16, UINT32, UINT64, UINT128 -> true;
          case FLOAT32, FLOAT64 -> Double.isFinite(((Number) value).doubleValue());
          default -> false;
        };
    return bare ? text : quote(text);
  }

  private static String quote(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
