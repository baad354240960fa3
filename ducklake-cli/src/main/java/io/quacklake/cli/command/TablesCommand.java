package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.type.PrimitiveType;
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
    RowsReader.Builder rows =
        new RowsReader.Builder()
            .column("schema", PrimitiveType.VARCHAR)
            .column("table", PrimitiveType.VARCHAR)
            .column("table_id", PrimitiveType.INT64)
            .column("table_uuid", PrimitiveType.VARCHAR)
            .column("comment", PrimitiveType.VARCHAR);
    for (TableInfo each : lake.tables(asOf.asOf())) {
      rows.row(each.schema().name(), each.name(), each.id().value(), each.uuid(), each.comment());
    }
    return rows.rows();
  }
}
