package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.scan.LakehouseSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schemas}: the schemas of a lake. */
@Command(
    name = "schemas",
    description = "List the schemas.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake schemas --format json"})
final class SchemasCommand extends LakeCommand {
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    return new Listing<SchemaInfo>()
        .text("schema", SchemaInfo::name)
        .number("schema_id", schema -> schema.id().value())
        .text("path", schema -> schema.path().value())
        .of(lake.schemas(asOf.asOf()));
  }
}
