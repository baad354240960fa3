package io.quacklake.cli.input;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it, with a header. An empty field is NULL, {@code ""} is an empty text; other
 * values are texts as DuckDB casts them.
 */
final class CsvRows implements RowSource {
  private final String name;
  private final CloseableIterator<Line> lines;
  private final List<Field> fields;

  private record Line(long number, List<@Nullable String> values) {}

  /**
   * @param name for messages
   * @param columns of the table that the rows are for; others come as texts
   */
  CsvRows(String name, InputStream in, List<Column> columns) throws IOException {
    this.name = name;
    // Missing and surplus fields are refused below, with the line's number.
    this.lines =
        CsvReader.builder()
            .detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(new Lines(), in, StandardCharsets.UTF_8)
            .iterator();
    Line header = nextLine();
    if (header == null) {
      throw new IOException(name + " is empty: CSV needs a line with the names of the columns.");
    }
    this.fields = fields(header, columns);
  }

  private List<Field> fields(Line header, List<Column> columns) throws IOException {
    List<Field> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String text : header.values()) {
      if (text == null || !names.add(text.toLowerCase(Locale.ROOT))) {
        throw new IOException(
            text == null
                ? "The header of " + name + " has a column without a name."
                : "The header of " + name + " has the column " + text + " twice.");
      }
      found.add(
          columns.stream()
              .filter(each -> each.name().equalsIgnoreCase(text))
              .map(Column::field)
              .findFirst()
              .orElseGet(() -> Field.of(1, text, PrimitiveType.VARCHAR)));
    }
    return found;
  }

  @Override
  public List<Field> fields() {
    return fields;
  }

  @Override
  public @Nullable List<@Nullable Object> next() throws IOException {
    Line line = nextLine();
    if (line == null) {
      return null;
    }
    if (line.values().size() != fields.size()) {
      throw new IOException(
          "Line %d of %s has %d fields, its header has %d."
              .formatted(line.number(), name, line.values().size(), fields.size()));
    }
    List<@Nullable Object> row = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      row.add(value(line, i));
    }
    return row;
  }

  private @Nullable Object value(Line line, int column) {
    String text = line.values().get(column);
    Field field = fields.get(column);
    if (text == null) {
      return null;
    }
    try {
      return ValueCodec.parse(field.type(), text);
    } catch (ValueFormatException e) {
      throw new InvalidValueException(
          "Line %d of %s: '%s' is not a value of column %s, which is of type %s."
              .formatted(line.number(), name, text, field.name(), field.type()));
    }
  }

  private @Nullable Line nextLine() throws IOException {
    try {
      return lines.hasNext() ? lines.next() : null;
    } catch (CsvParseException e) {
      throw new IOException("Cannot read " + name + " as CSV: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** Tells an empty field from an empty text, which the library's own records do not. */
  private static final class Lines extends AbstractBaseCsvCallbackHandler<Line> {
    private List<@Nullable String> values = new ArrayList<>();

    @Override
    protected void handleBegin(long startingLineNumber) {
      values = new ArrayList<>();
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      values.add(length == 0 && !quoted ? null : new String(buffer, offset, length));
    }

    @Override
    protected @Nullable Line buildRecord() {
      return getRecordType() == RecordType.DATA ? new Line(getStartingLineNumber(), values) : null;
    }
  }
}
