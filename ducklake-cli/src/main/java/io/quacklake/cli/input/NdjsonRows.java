package io.quacklake.cli.input;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.Field;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects, one after the other. Which columns there are is seen in the first of them; a column
 * that comes up later only is refused, since rows before it would have had its default.
 */
final class NdjsonRows implements RowSource {
  private static final int LOOK_AHEAD = 1000;

  private final String name;
  private final JsonParser parser;
  private final Deque<Row> ahead = new ArrayDeque<>();
  private final List<Field> fields;

  private record Row(long line, Map<String, @Nullable Object> values) {}

  /**
   * @param name for messages
   * @param columns of the table that the rows are for
   */
  NdjsonRows(String name, InputStream in, List<Column> columns) throws IOException {
    this.name = name;
    this.parser = new JsonFactory().createParser(in);
    Set<String> seen = new HashSet<>();
    while (ahead.size() < LOOK_AHEAD) {
      Row row = read();
      if (row == null) {
        break;
      }
      row.values().keySet().forEach(each -> seen.add(each.toLowerCase(Locale.ROOT)));
      for (String key : row.values().keySet()) {
        if (columns.stream().noneMatch(each -> each.name().equalsIgnoreCase(key))) {
          throw NotFoundException.withSuggestions(
              "column",
              key,
              "the table, but in line " + row.line() + " of " + name,
              columns.stream().map(Column::name).toList());
        }
      }
      ahead.add(row);
    }
    this.fields =
        columns.stream()
            .filter(each -> seen.contains(each.name().toLowerCase(Locale.ROOT)))
            .map(Column::field)
            .toList();
  }

  @Override
  public List<Field> fields() {
    return fields;
  }

  @Override
  public @Nullable List<@Nullable Object> next() throws IOException {
    Row row = ahead.isEmpty() ? read() : ahead.poll();
    if (row == null) {
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>(fields.size());
    int used = 0;
    for (Field field : fields) {
      if (row.values().containsKey(field.name())) {
        used++;
      }
      values.add(value(row, field));
    }
    if (used < row.values().size()) {
      row.values().keySet().removeIf(key -> isKnown(key));
      throw new IOException(
          "Line %d of %s has the field %s, which none of the first %d lines has."
              .formatted(row.line(), name, row.values().keySet().iterator().next(), LOOK_AHEAD));
    }
    return values;
  }

  private boolean isKnown(String key) {
    return fields.stream().anyMatch(each -> each.name().equalsIgnoreCase(key));
  }

  private @Nullable Object value(Row row, Field field) {
    Object json = row.values().get(field.name());
    try {
      return JsonToValue.of(field.type(), json);
    } catch (IllegalArgumentException | ValueFormatException e) {
      throw new InvalidValueException(
          "Line %d of %s: %s is not a value of column %s, which is of type %s."
              .formatted(row.line(), name, json, field.name(), field.type()));
    }
  }

  private @Nullable Row read() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return null;
      }
      long line = parser.currentTokenLocation().getLineNr();
      if (token != JsonToken.START_OBJECT) {
        throw new IOException(
            "Line " + line + " of " + name + " is not a JSON object, such as {\"id\": 1}.");
      }
      Map<String, @Nullable Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      @SuppressWarnings("unchecked") // of an object
      Map<String, @Nullable Object> read = (Map<String, @Nullable Object>) JsonInput.read(parser);
      if (read != null) {
        values.putAll(read);
      }
      return new Row(line, values);
    } catch (JacksonException e) {
      throw new IOException("Cannot read " + name + " as JSON: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
