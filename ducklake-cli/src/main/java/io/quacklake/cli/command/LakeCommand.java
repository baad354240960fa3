package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.scan.LakehouseSession;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A command that opens a lake and prints one result. */
abstract class LakeCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private DucklakeCommand ducklake;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  /** What the command prints. The printer says how many rows of a long result are of use. */
  abstract Result result(LakehouseSession lake, Printer printer) throws IOException;

  @Override
  public final Integer call() throws IOException {
    Printer printer = ducklake.printer();
    try (LakehouseSession lake = ducklake.open();
        Result result = result(lake, printer)) {
      printer.print(result);
    }
    return 0;
  }
}
