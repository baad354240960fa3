package io.quacklake.cli.write;

import io.quacklake.cli.command.TableArgument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code drop-table}. */
@Command(
    name = "drop-table",
    description = "Drop a table; older snapshots keep it.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake drop-table sales.items"})
final class DropTableCommand extends WriteCommand {
  @Mixin private TableArgument table = new TableArgument();

  @Override
  void change(Work work) {
    work.transaction().dropTable(table.ref());
  }
}
