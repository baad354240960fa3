package io.quacklake.cli.write;

import io.quacklake.cli.command.TableArgument;
import io.quacklake.transact.WriteOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code append}: the rows of files, as one snapshot. */
@Command(
    name = "append",
    description = "Append the rows of files to a table, as one snapshot.",
    footer = {
      "",
      "Columns are matched by name. Texts of CSV are read as the table's types.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake append events january.parquet february.csv"
    })
final class AppendCommand extends WriteCommand {
  @Mixin private TableArgument table = new TableArgument();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Parquet, CSV, NDJSON or Arrow, also s3://, gs://, az:// and https://; - is standard"
              + " input.")
  private List<String> files = new ArrayList<>();

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--add-columns",
      description = "Add columns that the table lacks; they are an error otherwise.")
  private boolean addColumns;

  @Override
  void change(Work work) throws IOException {
    WriteOptions options =
        addColumns
            ? WriteOptions.DEFAULT.withUnknownColumns(WriteOptions.UnknownColumns.ADD)
            : WriteOptions.DEFAULT;
    for (String file : files) {
      work.summary()
          .count(
              "appended",
              source.read(
                  work,
                  table.ref(),
                  file,
                  rows -> work.transaction().append(table.ref(), rows, options)));
    }
  }
}
