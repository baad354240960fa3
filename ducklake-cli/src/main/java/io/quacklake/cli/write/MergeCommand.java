package io.quacklake.cli.write;

import io.quacklake.cli.command.ColumnNames;
import io.quacklake.cli.command.TableArgument;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.transact.MergeOptions;
import io.quacklake.transact.MergeResult;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code merge}: rows by key. */
@Command(
    name = "merge",
    description = "Update the rows of a table whose key is in a file, and insert the others.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake merge items new.csv --on id"})
final class MergeCommand extends WriteCommand {
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
      names = "--on",
      required = true,
      paramLabel = "NAMES",
      converter = ColumnNames.Converter.class,
      description = "The key columns, separated by commas.")
  @SuppressWarnings("NullAway.Init")
  private ColumnNames keys;

  @Option(
      names = "--matched",
      paramLabel = "WHAT",
      description = "What becomes of rows whose key comes: update, keep or delete.")
  private MergeOptions.Matched matched = MergeOptions.Matched.UPDATE;

  @Option(
      names = "--unmatched",
      paramLabel = "WHAT",
      description = "What becomes of new keys: insert or ignore.")
  private MergeOptions.Unmatched unmatched = MergeOptions.Unmatched.INSERT;

  @Option(
      names = "--absent",
      paramLabel = "WHAT",
      description = "What becomes of rows whose key does not come: keep or delete.")
  private MergeOptions.Absent absent = MergeOptions.Absent.KEEP;

  @Option(
      names = "--delete-when",
      paramLabel = "PREDICATE",
      description = "Rows of the file that delete the row of their key.")
  private @Nullable String deleteWhen;

  @Mixin private SourceOptions source = new SourceOptions();

  @Override
  void change(Work work) throws IOException {
    MergeOptions options =
        MergeOptions.UPSERT
            .withMatched(matched)
            .withUnmatched(unmatched)
            .withAbsent(absent)
            .withDeleteWhen(deleteWhen == null ? null : Predicate.parse(deleteWhen));
    List<String> names =
        keys.names().stream().map(each -> ColumnPath.parse(each).names().get(0)).toList();
    source.read(
        work,
        table.ref(),
        file,
        rows -> {
          MergeResult done = work.transaction().merge(table.ref(), rows, names, options);
          work.summary()
              .count("inserted", done.inserted())
              .count("updated", done.updated())
              .count("deleted", done.deleted());
          return 0;
        });
  }
}
