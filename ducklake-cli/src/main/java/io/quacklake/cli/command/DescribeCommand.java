package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.TableDescription;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code describe}: the columns of a table. */
@Command(
    name = "describe",
    description = "List the columns of a table: types, defaults, partitioning, comments.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake describe analytics.events"})
final class DescribeCommand extends LakeCommand {
  @Mixin private TableArgument table = new TableArgument();
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    TableDescription description = lake.table(table.ref(), asOf.asOf());
    RowsReader.Builder rows =
        new RowsReader.Builder()
            .column("column", PrimitiveType.VARCHAR)
            .column("type", PrimitiveType.VARCHAR)
            .column("nulls_allowed", PrimitiveType.BOOLEAN)
            .column("default", PrimitiveType.VARCHAR)
            .column("partition", PrimitiveType.VARCHAR)
            .column("comment", PrimitiveType.VARCHAR);
    for (Column each : description.columns()) {
      rows.row(
          each.name(),
          each.type().toString(),
          each.field().nullsAllowed(),
          each.writeDefault().text(),
          partition(description, each),
          each.comment());
    }
    return rows.rows();
  }

  private static @Nullable String partition(TableDescription description, Column column) {
    String transforms =
        description.partitioning().fields().stream()
            .filter(each -> each.column().equals(column.id()))
            .map(each -> each.transform())
            .map(Transform::toString)
            .collect(Collectors.joining(", "));
    return transforms.isEmpty() ? null : transforms;
  }
}
