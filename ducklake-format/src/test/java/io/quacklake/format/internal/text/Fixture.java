package io.quacklake.format.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The files that golden-files/make_values.py made with the reference. */
public final class Fixture {
  private Fixture() {}

  public static JsonNode read(String name) {
    try {
      return new ObjectMapper()
          .readTree(Path.of("..", "golden-files", "values", name + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static DataType type(JsonNode shape) {
    if (shape.isTextual()) {
      return DataTypeParser.parse(shape.asText());
    }
    if (shape.has("list")) {
      return new ListType(Field.of(2, "element", type(shape.get("list"))));
    }
    if (shape.has("map")) {
      return new MapType(
          Field.of(2, "key", type(shape.get("map").get(0))),
          Field.of(3, "value", type(shape.get("map").get(1))));
    }
    List<Field> fields = new ArrayList<>();
    shape
        .get("struct")
        .forEach(field -> fields.add(Field.of(2, field.get(0).asText(), type(field.get(1)))));
    return new StructType(fields);
  }

  /** The value that nested arrays of scalar texts stand for. */
  static Object value(DataType type, JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    if (type instanceof ListType list) {
      node.forEach(each -> values.add(value(list.element().type(), each)));
    } else if (type instanceof MapType map) {
      node.forEach(
          each ->
              values.add(
                  new SimpleImmutableEntry<>(
                      value(map.key().type(), each.get(0)),
                      value(map.value().type(), each.get(1)))));
    } else if (type instanceof StructType struct) {
      for (int i = 0; i < struct.fields().size(); i++) {
        values.add(value(struct.fields().get(i).type(), node.get(i)));
      }
    } else {
      return ValueCodec.parse(type, node.asText());
    }
    return values;
  }

  /** Equality that looks into byte arrays. */
  static boolean same(Object a, Object b) {
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return x.size() == y.size()
          && IntStream.range(0, x.size()).allMatch(i -> same(x.get(i), y.get(i)));
    }
    if (a instanceof Map.Entry<?, ?> x && b instanceof Map.Entry<?, ?> y) {
      return same(x.getKey(), y.getKey()) && same(x.getValue(), y.getValue());
    }
    return Objects.deepEquals(a, b);
  }
}
