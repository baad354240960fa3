package io.quacklake.cli.write;

import io.quacklake.cli.command.TableArgument;
import io.quacklake.transact.AddFilesOptions;
import io.quacklake.transact.AddFilesOptions.ExtraColumns;
import io.quacklake.transact.AddFilesOptions.HivePartitions;
import io.quacklake.transact.AddFilesOptions.MissingColumns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code add-files}: Parquet files that are already there. */
@Command(
    name = "add-files",
    description =
        "Make Parquet files that are already there part of a table, without copying them.",
    footer = {
      "",
      "The files are the lake's from then on: it deletes them when no snapshot needs them.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake add-files events /data/day=1/a.parquet --allow-missing"
    })
final class AddFilesCommand extends WriteCommand {
  @Mixin private TableArgument table = new TableArgument();

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Parquet files.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--hive-partitioning",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Whether name=value directories give columns; without it, where a file lacks them.")
  private @Nullable Boolean hive;

  @Option(
      names = "--allow-missing",
      description = "Files may lack columns of the table, which read as their defaults.")
  private boolean allowMissing;

  @Option(
      names = "--ignore-extra-columns",
      description = "Files may have columns that the table has not, which are not read.")
  private boolean ignoreExtra;

  @Override
  void change(Work work) {
    AddFilesOptions options =
        new AddFilesOptions(
            allowMissing ? MissingColumns.ALLOW : MissingColumns.REFUSE,
            ignoreExtra ? ExtraColumns.IGNORE : ExtraColumns.REFUSE,
            hive == null
                ? HivePartitions.WHERE_NAMED
                : hive ? HivePartitions.USE : HivePartitions.IGNORE);
    List<String> locations = files.stream().map(each -> work.ducklake().location(each)).toList();
    work.summary().count("added", work.transaction().addFiles(table.ref(), locations, options));
  }
}
