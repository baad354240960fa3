package io.quacklake.cli.write;

import io.quacklake.cli.command.DucklakeCommand;
import io.quacklake.cli.command.TableNameConverter;
import io.quacklake.format.TableRef;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.Lakes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code set-option}: a setting that the catalog keeps. */
@Command(
    name = "set-option",
    description = "Store an option in the catalog, for all of its users.",
    footer = {
      "",
      "It holds at once and makes no snapshot.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake set-option parquet_compression zstd --table events"
    })
final class SetOptionCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private DucklakeCommand ducklake;

  @Parameters(index = "0", paramLabel = "NAME", description = "Such as target_file_size.")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Parameters(index = "1", paramLabel = "VALUE", description = "Such as 128MB.")
  @SuppressWarnings("NullAway.Init")
  private String value;

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable Scope scope;

  /** What the option is for, if not the lake. */
  static final class Scope {
    @Option(names = "--schema", paramLabel = "NAME", description = "For the tables of a schema.")
    private @Nullable String schema;

    @Option(
        names = "--table",
        paramLabel = "TABLE",
        converter = TableNameConverter.class,
        description = "For one table.")
    private @Nullable TableRef table;
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Override
  public Integer call() {
    try (LakehouseSession lake = ducklake.open()) {
      if (scope != null && scope.table != null) {
        Lakes.setTableOption(lake, scope.table, name, value);
      } else if (scope != null && scope.schema != null) {
        Lakes.setSchemaOption(lake, scope.schema, name, value);
      } else {
        Lakes.setOption(lake, name, value);
      }
    }
    return 0;
  }
}
