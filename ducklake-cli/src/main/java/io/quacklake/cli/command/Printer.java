package io.quacklake.cli.command;

import io.quacklake.cli.output.ArrowOutput;
import io.quacklake.cli.output.CsvOutput;
import io.quacklake.cli.output.JsonOutput;
import io.quacklake.cli.output.OutputFile;
import io.quacklake.cli.output.OutputFormat;
import io.quacklake.cli.output.ParquetOutput;
import io.quacklake.cli.output.ProgressStream;
import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.ResultWriter;
import io.quacklake.cli.output.StandardOutput;
import io.quacklake.cli.output.TableOutput;
import io.quacklake.scan.VariantForm;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Writes a result in the format and to the place that were asked for. */
public final class Printer {
  private static final TableOutput.Fit TERMINAL = new TableOutput.Fit(60, 1000);

  private final Surroundings surroundings;
  private final OutputFormat format;
  private final @Nullable String file;

  Printer(
      Surroundings surroundings,
      @Nullable OutputFormat format,
      @Nullable String file,
      CommandLine command) {
    this.surroundings = surroundings;
    this.file = file;
    if (format != null) {
      this.format = format;
    } else {
      this.format =
          file == null
              ? OutputFormat.TABLE
              : OutputFormat.ofFileName(file).orElse(OutputFormat.TABLE);
    }
    if (this.format.isBinary() && file == null && surroundings.atTerminal()) {
      throw new ParameterException(
          command, "The format " + this.format + " is not for a terminal: add -o FILE, or a pipe.");
    }
  }

  /** How many rows are worth reading, where a table at a terminal does not show all. */
  OptionalLong usefulRows() {
    return isAbridged() ? OptionalLong.of(TERMINAL.rows() + 1) : OptionalLong.empty();
  }

  /** Texts have variants as JSON, Arrow and Parquet as they are. */
  VariantForm variantForm() {
    return format.isBinary() ? VariantForm.BINARY : VariantForm.JSON;
  }

  /** Writes the result. */
  public void print(Result result) throws IOException {
    if (file == null) {
      printToStandardOutput(result);
    } else {
      printToFile(result, file);
    }
  }

  private void printToStandardOutput(Result result) throws IOException {
    OutputStream out = new StandardOutput(surroundings.out());
    long rows = writer().write(result, out);
    out.flush();
    if (isAbridged() && result.layout() == Result.Layout.ROWS) {
      surroundings
          .err()
          .println(
              rows > TERMINAL.rows()
                  ? "These are the first "
                      + TERMINAL.rows()
                      + " rows. --limit N shows more or fewer; -o FILE or a pipe gets all."
                  : rows == 1 ? "1 row" : rows + " rows");
    }
  }

  private void printToFile(Result result, String name) throws IOException {
    long rows;
    try (OutputFile target = create(name)) {
      OutputStream out =
          surroundings.atTerminal() ? new ProgressStream(target, surroundings.err()) : target;
      rows = writer().write(result, out);
      target.finish();
    }
    if (surroundings.atTerminal()) {
      surroundings.err().printf(Locale.ROOT, "\r%,d rows written to %s%n", rows, name);
    }
  }

  private OutputFile create(String name) throws IOException {
    try {
      return OutputFile.create(surroundings.directory().resolve(name));
    } catch (IOException e) {
      throw new IOException("Cannot write " + name + ": " + e.getMessage() + ".", e);
    }
  }

  /** A person at a terminal gets as much of a table as can be looked at. */
  private boolean isAbridged() {
    return format == OutputFormat.TABLE && file == null && surroundings.atTerminal();
  }

  private ResultWriter writer() {
    return switch (format) {
      case TABLE -> new TableOutput(isAbridged() ? TERMINAL : TableOutput.Fit.EVERYTHING);
      case CSV -> new CsvOutput();
      case JSON -> new JsonOutput(JsonOutput.Style.ARRAY);
      case NDJSON -> new JsonOutput(JsonOutput.Style.LINES);
      case ARROW -> new ArrowOutput();
      case PARQUET -> new ParquetOutput();
    };
  }
}
