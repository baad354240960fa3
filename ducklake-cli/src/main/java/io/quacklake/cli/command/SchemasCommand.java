package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.type.PrimitiveType;
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
    RowsReader.Builder rows =
        new RowsReader.Builder()
            .column("schema", PrimitiveType.VARCHAR)
            .column("schema_id", PrimitiveType.INT64)
            .column("path", PrimitiveType.VARCHAR);
    for (SchemaInfo each : lake.schemas(asOf.asOf())) {
      rows.row(each.name(), each.id().value(), each.path().value());
    }
    return rows.rows();
  }
}
