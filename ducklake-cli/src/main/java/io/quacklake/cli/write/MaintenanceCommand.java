package io.quacklake.cli.write;

import io.quacklake.cli.command.DucklakeCommand;
import io.quacklake.cli.command.TableNameConverter;
import io.quacklake.cli.output.Result;
import io.quacklake.format.TableRef;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.Maintenance;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A command that keeps a lake in shape and prints what it did to each table. */
abstract class MaintenanceCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private DucklakeCommand ducklake;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE",
      converter = TableNameConverter.class,
      description = "The table; all tables unless it is given.")
  private @Nullable TableRef table;

  @Option(names = "--message", paramLabel = "TEXT", description = "The commit message.")
  private @Nullable String message;

  @Option(names = "--author", paramLabel = "NAME", description = "Who commits.")
  private @Nullable String author;

  @Option(names = "--dry-run", description = "Change nothing, print what would be done.")
  private boolean dryRun;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  /** Does it and says what was done. */
  abstract Result run(Maintenance maintenance);

  @Override
  public final Integer call() throws IOException {
    try (LakehouseSession lake = ducklake.open()) {
      Maintenance all = Maintenance.of(lake).withCommitInfo(new CommitInfo(message, author, null));
      Maintenance chosen = table == null ? all : all.onTable(table);
      try (Result result = run(dryRun ? chosen.dryRun() : chosen)) {
        ducklake.printer().print(result);
      }
    }
    return 0;
  }
}
