package io.quacklake.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.cli.text.DisplayWidth;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aligned table: names, types, rows. The first {@value #SAMPLE} rows decide how wide the columns
 * are, so memory does not grow with the result; a later value that is wider pushes its line out.
 */
public final class TableOutput implements ResultWriter {
  static final int SAMPLE = 1000;
  private static final String GAP = "  ";

  private final Fit fit;

  public TableOutput(Fit fit) {
    this.fit = fit;
  }

  /**
   * How much of a result is shown.
   *
   * @param cellWidth wider values end in an ellipsis
   * @param rows rows after these are left out; if there are more, one more is counted
   */
  public record Fit(int cellWidth, long rows) {
    /** All of it. */
    public static final Fit EVERYTHING = new Fit(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  @Override
  public long write(Result result, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
    RowCursor rows = new RowCursor(result);
    writeHeading(writer, result.heading());
    if (result.layout() == Result.Layout.RECORD) {
      writeRecord(writer, result, rows);
    } else {
      writeRows(writer, result, rows);
    }
    writer.flush();
    return rows.count();
  }

  private static void writeHeading(Writer writer, List<Result.Fact> heading) throws IOException {
    int width = heading.stream().mapToInt(each -> DisplayWidth.of(each.name())).max().orElse(0);
    for (Result.Fact each : heading) {
      writer.write(each.name());
      writer.write(" ".repeat(width - DisplayWidth.of(each.name())));
      writer.write(GAP);
      writer.write(visible(each.text()));
      writer.write('\n');
    }
    writer.write(heading.isEmpty() ? "" : "\n");
  }

  private void writeRecord(Writer writer, Result result, RowCursor rows) throws IOException {
    List<ResultColumn> columns = result.columns();
    int width =
        columns.stream().mapToInt(each -> DisplayWidth.of(visible(each.name()))).max().orElse(0);
    while (rows.next()) {
      for (int i = 0; i < columns.size(); i++) {
        String name = visible(columns.get(i).name());
        writer.write(name);
        writer.write(" ".repeat(width - DisplayWidth.of(name)));
        writer.write(GAP);
        writer.write(cell(rows.texts().get(i), columns.get(i)));
        writer.write('\n');
      }
    }
  }

  private void writeRows(Writer writer, Result result, RowCursor rows) throws IOException {
    List<ResultColumn> columns = result.columns();
    List<String> names = columns.stream().map(each -> shortened(visible(each.name()))).toList();
    List<String> types =
        columns.stream().map(each -> shortened(visible(each.type().toString()))).toList();
    List<List<String>> sample = new ArrayList<>();
    while (sample.size() < Math.min(SAMPLE, fit.rows()) && rows.next()) {
      sample.add(cells(rows, columns));
    }
    Line line = new Line(columns);
    line.widen(names);
    line.widen(types);
    sample.forEach(line::widen);

    line.write(writer, names);
    line.write(writer, types);
    line.writeRule(writer);
    for (List<String> each : sample) {
      line.write(writer, each);
    }
    while (rows.count() < fit.rows() && rows.next()) {
      line.write(writer, cells(rows, columns));
    }
    if (rows.count() == fit.rows()) {
      rows.next();
    }
  }

  private List<String> cells(RowCursor rows, List<ResultColumn> columns) {
    List<@Nullable String> texts = rows.texts();
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      cells.add(cell(texts.get(i), columns.get(i)));
    }
    return cells;
  }

  private String cell(@Nullable String text, ResultColumn column) {
    if (text == null) {
      return column.absent();
    }
    // The text NULL is told from the value by its quotes.
    return text.equals(column.absent()) ? "'" + text + "'" : shortened(visible(text));
  }

  private String shortened(String text) {
    return text.length() <= fit.cellWidth() || DisplayWidth.of(text) <= fit.cellWidth()
        ? text
        : DisplayWidth.start(text, fit.cellWidth() - 1) + "…";
  }

  /** Control characters would break the lines, or give orders to the terminal. */
  static String visible(String text) {
    if (text.codePoints().noneMatch(TableOutput::isControl)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> visible.append("\\n");
                case '\r' -> visible.append("\\r");
                case '\t' -> visible.append("\\t");
                default -> {
                  if (isControl(c)) {
                    visible.append("\\u%04x".formatted(c));
                  } else {
                    visible.appendCodePoint(c);
                  }
                }
              }
            });
    return visible.toString();
  }

  private static boolean isControl(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069)
        || codePoint == 0x2028
        || codePoint == 0x2029;
  }

  /** The columns of one line. */
  private static final class Line {
    private final boolean[] right;
    private final int[] widths;

    Line(List<ResultColumn> columns) {
      right = new boolean[columns.size()];
      widths = new int[columns.size()];
      for (int i = 0; i < right.length; i++) {
        right[i] = isNumber(columns.get(i).type());
      }
    }

    void widen(List<String> cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(cells.get(i)));
      }
    }

    void write(Writer writer, List<String> cells) throws IOException {
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(Math.max(0, widths[i] - DisplayWidth.of(cells.get(i))));
        boolean last = i == widths.length - 1;
        writer.write(i == 0 ? "" : GAP);
        writer.write(right[i] ? padding : "");
        writer.write(cells.get(i));
        writer.write(right[i] || last ? "" : padding);
      }
      writer.write('\n');
    }

    void writeRule(Writer writer) throws IOException {
      for (int i = 0; i < widths.length; i++) {
        writer.write(i == 0 ? "" : GAP);
        writer.write("-".repeat(widths[i]));
      }
      writer.write('\n');
    }

    private static boolean isNumber(DataType type) {
      return type instanceof DecimalType
          || (type instanceof PrimitiveType primitive
              && switch (primitive) {
                case INT8,
                    INT16,
                    INT32,
                    INT64,
                    INT128,
                    UINT8,
                    UINT16,
                    UINT32,
                    UINT64,
                    UINT128,
                    FLOAT32,
                    FLOAT64 ->
                    true;
                default -> false;
              });
    }
  }
}
