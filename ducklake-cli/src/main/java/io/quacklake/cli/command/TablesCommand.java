package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.scan.LakehouseSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tables}: the tables of a lake. */
@Command(
    name = "tables",
    description = "List the tables.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake tables --snapshot 12"})
final class TablesCommand extends LakeCommand {
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    return new Listing<TableInfo>()
        .text("schema", table -> table.schema().name())
        .text("table", TableInfo::name)
        .number("table_id", table -> table.id().value())
        .text("table_uuid", TableInfo::uuid)
        .text("comment", TableInfo::comment)
        .of(lake.tables(asOf.asOf()));
  }
}
