package io.quacklake.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it, with a header and with {@code \n} at the end of a line. NULL is empty, an
 * empty text is {@code ""}.
 */
public final class CsvOutput implements ResultWriter {
  @Override
  public long write(Result result, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
    line(writer, result.columns().stream().map(ResultColumn::name).toList());
    RowCursor rows = new RowCursor(result);
    while (rows.next()) {
      line(writer, rows.texts());
    }
    writer.flush();
    return rows.count();
  }

  private static void line(Writer writer, List<@Nullable String> values) throws IOException {
    String separator = "";
    for (String value : values) {
      writer.write(separator);
      separator = ",";
      if (value != null) {
        writer.write(needsQuotes(value) ? '"' + value.replace("\"", "\"\"") + '"' : value);
      }
    }
    writer.write('\n');
  }

  private static boolean needsQuotes(String value) {
    return value.isEmpty()
        || value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
  }
}
