package io.quacklake.cli.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON. Numbers of every width are JSON numbers with all their digits; NaN and the
 * infinities, which JSON has not, are the texts {@code "nan"}, {@code "inf"} and {@code "-inf"}.
 * Blobs are base64. JSON columns are put in as they are. Structs and maps are objects, whose keys
 * are texts. All else (dates, times, intervals, UUIDs, geometries) is the text that DuckDB prints.
 */
public final class JsonValues {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonValues() {}

  public static void write(JsonGenerator json, DataType type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (type instanceof PrimitiveType primitive) {
      writePrimitive(json, primitive, value);
    } else if (type instanceof DecimalType) {
      json.writeNumber(ValueText.of(type, value));
    } else if (type instanceof ListType list) {
      json.writeStartArray();
      for (Object each : (List<?>) value) {
        write(json, list.element().type(), each);
      }
      json.writeEndArray();
    } else if (type instanceof StructType struct) {
      writeStruct(json, struct, (List<?>) value);
    } else if (type instanceof MapType map) {
      json.writeStartObject();
      for (Object each : (List<?>) value) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
        json.writeFieldName(ValueText.of(map.key().type(), entry.getKey()));
        write(json, map.value().type(), entry.getValue());
      }
      json.writeEndObject();
    } else {
      json.writeString(ValueText.of(type, value));
    }
  }

  private static void writeStruct(JsonGenerator json, StructType struct, List<?> values)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < values.size(); i++) {
      Field field = struct.fields().get(i);
      json.writeFieldName(field.name());
      write(json, field.type(), values.get(i));
    }
    json.writeEndObject();
  }

  private static void writePrimitive(JsonGenerator json, PrimitiveType type, Object value)
      throws IOException {
    switch (type) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, INT128, UINT128 ->
          json.writeNumber(value.toString());
      case FLOAT32, FLOAT64 -> {
        String text = ValueText.of(type, value);
        if (Double.isFinite(((Number) value).doubleValue())) {
          json.writeNumber(text);
        } else {
          json.writeString(text);
        }
      }
      case BLOB -> json.writeString(Base64.getEncoder().encodeToString((byte[]) value));
      case JSON -> writeJson(json, (String) value);
      default -> json.writeString(ValueText.of(type, value));
    }
  }

  /** A text that is no JSON after all is a string. */
  private static void writeJson(JsonGenerator json, String text) throws IOException {
    if (isOneValue(text)) {
      // Line ends are legal between tokens only, where a space means the same.
      json.writeRawValue(text.replace('\n', ' ').replace('\r', ' '));
    } else {
      json.writeString(text);
    }
  }

  private static boolean isOneValue(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (com.fasterxml.jackson.core.JacksonException notJson) {
      return false;
    }
  }
}
