package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code count}: how many rows a table has. */
@Command(
    name = "count",
    description = "Count the rows of a table, or of a view that selects from one table.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake count events --where \"amount IS NULL\""
    })
final class CountCommand extends LakeCommand {
  @Mixin private TableArgument table = new TableArgument();
  @Mixin private AsOfOptions asOf = new AsOfOptions();
  @Mixin private WhereOption where = new WhereOption();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    long count = where.apply(lake.scan(table.ref()).asOf(asOf.asOf())).count();
    return new RowsReader.Builder().column("count", PrimitiveType.INT64).row(count).rows();
  }
}
