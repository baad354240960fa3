package io.quacklake.cli.command;

import io.quacklake.catalog.LakeOption;
import io.quacklake.cli.output.Result;
import io.quacklake.scan.LakehouseSession;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code options}: the settings that the catalog keeps. */
@Command(
    name = "options",
    description = {
      "List the settings that the catalog keeps, of the lake, its schemas and tables.",
      "The narrowest wins; what is not listed has its default. They have no history."
    },
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake options"})
final class OptionsCommand extends LakeCommand {
  @Override
  Result result(LakehouseSession lake, Printer printer) {
    return new Listing<LakeOption>()
        .text("option", LakeOption::key)
        .text("value", LakeOption::value)
        .text("scope", option -> option.scope().name().toLowerCase(Locale.ROOT))
        .text("scope_entry", LakeOption::scopeName)
        .number("scope_id", LakeOption::scopeId)
        .of(lake.options());
  }
}
