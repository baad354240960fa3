package io.quacklake.cli.write;

import io.quacklake.cli.command.TableNameConverter;
import io.quacklake.format.TableRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drop-view}. */
@Command(
    name = "drop-view",
    description = "Drop a view; older snapshots keep it.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake drop-view sales.top"})
final class DropViewCommand extends WriteCommand {
  @Parameters(
      index = "0",
      paramLabel = "VIEW",
      converter = TableNameConverter.class,
      description = "Its name, quoted as in SQL where it is odd.")
  @SuppressWarnings("NullAway.Init")
  private TableRef view;

  @Override
  void change(Work work) {
    work.transaction().dropView(view);
  }
}
