package io.quacklake.py;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Small results as JSON texts. Times are microseconds since 1970. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Something that writes JSON. */
  interface Writer {
    void to(JsonGenerator json) throws IOException;
  }

  /** Something that writes the fields of one row. */
  interface RowWriter<T> {
    void write(T row, JsonGenerator json) throws IOException;
  }

  static String text(Writer writer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      writer.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static <T> String rows(Iterable<T> rows, RowWriter<? super T> writer) {
    return text(
        json -> {
          json.writeStartArray();
          for (T row : rows) {
            json.writeStartObject();
            writer.write(row, json);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static void time(JsonGenerator json, String name, Instant time) throws IOException {
    json.writeNumberField(name, ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }

  static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
    json.writeStringField(name, value);
  }
}
