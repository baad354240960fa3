package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code views}: the views of a lake, whose SQL is shown and not run. */
@Command(
    name = "views",
    description = "List the views and their SQL, which is not run.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake views --format ndjson"})
final class ViewsCommand extends LakeCommand {
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    RowsReader.Builder rows =
        new RowsReader.Builder()
            .column("schema", PrimitiveType.VARCHAR)
            .column("view", PrimitiveType.VARCHAR)
            .column("dialect", PrimitiveType.VARCHAR)
            .column("sql", PrimitiveType.VARCHAR)
            .column("column_aliases", PrimitiveType.VARCHAR)
            .column("comment", PrimitiveType.VARCHAR);
    for (ViewInfo each : lake.views(asOf.asOf())) {
      rows.row(
          each.schema().name(),
          each.name(),
          each.dialect(),
          each.sql(),
          each.columnAliases().isEmpty() ? null : String.join(", ", each.columnAliases()),
          each.comment());
    }
    return rows.rows();
  }
}
