package io.quacklake.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.quacklake.cli.text.JsonValues;
import java.io.IOException;
import java.io.OutputStream;

/** JSON: one array of objects, or one object a line. */
public final class JsonOutput implements ResultWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private final Style style;

  public JsonOutput(Style style) {
    this.style = style;
  }

  /** What is around the objects. */
  public enum Style {
    /** {@code [ … ]}, an object a line. */
    ARRAY("[\n", ",\n", "\n]\n", "[]\n"),
    /** Nothing but line ends. */
    LINES("", "\n", "\n", "");

    private final String start;
    private final String between;
    private final String end;
    private final String empty;

    Style(String start, String between, String end, String empty) {
      this.start = start;
      this.between = between;
      this.end = end;
      this.empty = empty;
    }
  }

  @Override
  public long write(Result result, OutputStream out) throws IOException {
    RowCursor rows = new RowCursor(result);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      // What stands between the objects is written here.
      json.setPrettyPrinter(new MinimalPrettyPrinter(""));
      while (rows.next()) {
        json.writeRaw(rows.count() == 1 ? style.start : style.between);
        object(json, result, rows);
      }
      json.writeRaw(rows.count() == 0 ? style.empty : style.end);
    }
    return rows.count();
  }

  private static void object(JsonGenerator json, Result result, RowCursor rows) throws IOException {
    json.writeStartObject();
    for (int column = 0; column < result.columns().size(); column++) {
      ResultColumn each = result.columns().get(column);
      json.writeFieldName(each.name());
      JsonValues.write(json, each.type(), rows.value(column));
    }
    json.writeEndObject();
  }
}
