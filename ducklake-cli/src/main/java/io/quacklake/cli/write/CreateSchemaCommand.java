package io.quacklake.cli.write;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code create-schema}. */
@Command(
    name = "create-schema",
    description = "Make a schema.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake create-schema sales"})
final class CreateSchemaCommand extends WriteCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Override
  void change(Work work) {
    work.transaction().createSchema(name);
  }
}
