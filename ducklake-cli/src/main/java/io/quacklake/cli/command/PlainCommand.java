package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A command that opens no lake. */
abstract class PlainCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private DucklakeCommand ducklake;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  abstract Result result(DucklakeCommand ducklake);

  @Override
  public final Integer call() throws IOException {
    Printer printer = ducklake.printer();
    try (Result result = result(ducklake)) {
      printer.print(result);
    }
    return 0;
  }
}
