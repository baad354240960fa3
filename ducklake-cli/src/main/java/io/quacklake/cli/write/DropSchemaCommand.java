package io.quacklake.cli.write;

import io.quacklake.transact.Transaction.OnDependents;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drop-schema}. */
@Command(
    name = "drop-schema",
    description = "Drop a schema; older snapshots keep it.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake drop-schema sales --cascade"})
final class DropSchemaCommand extends WriteCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Option(names = "--cascade", description = "Drop its tables and views too.")
  private boolean cascade;

  @Override
  void change(Work work) {
    work.transaction().dropSchema(name, cascade ? OnDependents.DROP : OnDependents.REFUSE);
  }
}
