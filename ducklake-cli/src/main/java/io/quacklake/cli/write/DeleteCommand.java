package io.quacklake.cli.write;

import io.quacklake.cli.command.TableArgument;
import io.quacklake.format.predicate.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code delete}: rows of a table. */
@Command(
    name = "delete",
    description = "Delete the rows of a table for which a filter is true.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake delete events --where \"day < DATE '2025-01-01'\" --dry-run"
    })
final class DeleteCommand extends WriteCommand {
  @Mixin private TableArgument table = new TableArgument();

  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Which which;

  /** A table is not emptied by leaving something out. */
  static final class Which {
    @Option(names = "--where", paramLabel = "PREDICATE", description = "The rows that go.")
    private @Nullable String where;

    @Option(names = "--all", description = "All rows go.")
    @SuppressWarnings("UnusedVariable")
    private boolean all;
  }

  @Override
  void change(Work work) {
    Predicate filter = which.where == null ? null : Predicate.parse(which.where);
    work.summary().count("deleted", work.transaction().delete(table.ref(), filter));
  }
}
