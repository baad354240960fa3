package io.quacklake.cli.write;

import io.quacklake.cli.command.DucklakeCommand;
import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.Maintenance;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A command that keeps a lake in shape, as a whole unless it chooses. */
abstract class LakeMaintenanceCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private DucklakeCommand ducklake;

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

  /** What it is about. */
  Maintenance chosen(Maintenance all) {
    return all;
  }

  @Override
  public final Integer call() throws IOException {
    try (LakehouseSession lake = ducklake.open()) {
      Maintenance chosen = chosen(Maintenance.of(lake));
      try (Result result = run(dryRun ? chosen.dryRun() : chosen)) {
        ducklake.printer().print(result);
      }
    }
    return 0;
  }

  static Result locations(List<String> files) {
    RowsReader.Builder rows = new RowsReader.Builder().column("path", PrimitiveType.VARCHAR);
    files.forEach(rows::row);
    return rows.rows();
  }
}
