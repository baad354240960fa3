package io.quacklake.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON values as those of a column; the opposite of how rows are written as JSON. */
final class JsonToValue {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonToValue() {}

  /**
   * @throws IllegalArgumentException if the value is none of that type
   */
  static @Nullable Object of(DataType type, @Nullable Object json) {
    if (json == null) {
      return null;
    }
    if (type instanceof ListType list && json instanceof List<?> values) {
      List<@Nullable Object> result = new ArrayList<>(values.size());
      values.forEach(each -> result.add(of(list.element().type(), each)));
      return result;
    }
    if (type instanceof StructType struct && json instanceof Map<?, ?> fields) {
      return struct(struct, fields);
    }
    if (type instanceof MapType map && json instanceof Map<?, ?> entries) {
      List<Map.Entry<Object, @Nullable Object>> result = new ArrayList<>();
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        result.add(
            new AbstractMap.SimpleEntry<>(
                ValueCodec.parse(map.key().type(), (String) entry.getKey()),
                of(map.value().type(), entry.getValue())));
      }
      return result;
    }
    if (type == PrimitiveType.JSON) {
      return text(json);
    }
    if (json instanceof List || json instanceof Map) {
      throw new IllegalArgumentException(text(json));
    }
    if (type == PrimitiveType.BLOB && json instanceof String base64) {
      return Base64.getDecoder().decode(base64);
    }
    return ValueCodec.parse(type, json.toString());
  }

  private static List<@Nullable Object> struct(StructType struct, Map<?, ?> fields) {
    Map<String, @Nullable Object> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.forEach((name, value) -> byName.put((String) name, value));
    List<@Nullable Object> values = new ArrayList<>(struct.fields().size());
    for (Field field : struct.fields()) {
      values.add(of(field.type(), byName.remove(field.name())));
    }
    if (!byName.isEmpty()) {
      throw new IllegalArgumentException("the unknown field " + byName.keySet().iterator().next());
    }
    return Collections.unmodifiableList(values);
  }

  private static String text(Object json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object json) throws IOException {
    if (json == null) {
      generator.writeNull();
    } else if (json instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (json instanceof JsonInput.Digits number) {
      generator.writeNumber(number.text());
    } else if (json instanceof List<?> values) {
      generator.writeStartArray();
      for (Object each : values) {
        write(generator, each);
      }
      generator.writeEndArray();
    } else if (json instanceof Map<?, ?> fields) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        generator.writeFieldName((String) field.getKey());
        write(generator, field.getValue());
      }
      generator.writeEndObject();
    } else {
      generator.writeString((String) json);
    }
  }
}
