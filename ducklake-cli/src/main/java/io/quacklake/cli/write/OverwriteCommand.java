package io.quacklake.cli.write;

import io.quacklake.cli.command.TableArgument;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.transact.WriteOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code overwrite}: rows in the place of others. */
@Command(
    name = "overwrite",
    description = "Replace all rows of a table, or those of a filter, by the rows of a file.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake overwrite events day.parquet --where \"day = DATE"
          + " '2026-01-01'\""
    })
final class OverwriteCommand extends WriteCommand {
  @Mixin private TableArgument table = new TableArgument();

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description =
          "Parquet, CSV, NDJSON or Arrow, also s3://, gs://, az:// and https://; - is standard"
              + " input.")
  @SuppressWarnings("NullAway.Init")
  private String file;

  @Option(
      names = "--where",
      paramLabel = "PREDICATE",
      description = "The rows that go; all without.")
  private @Nullable String where;

  @Mixin private SourceOptions source = new SourceOptions();

  @Override
  void change(Work work) throws IOException {
    Predicate filter = where == null ? null : Predicate.parse(where);
    work.summary()
        .count(
            "appended",
            source.read(
                work,
                table.ref(),
                file,
                rows ->
                    work.transaction().overwrite(table.ref(), rows, filter, WriteOptions.DEFAULT)));
  }
}
