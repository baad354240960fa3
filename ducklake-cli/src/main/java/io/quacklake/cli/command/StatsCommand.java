package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.TableDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stats}: how large tables are. */
@Command(
    name = "stats",
    description = {
      "Show how large the tables are: rows, files, bytes, deletes.",
      "The catalog alone is asked; \"unknown\" is what it does not know: count finds it out."
    },
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake stats",
      "  ducklake duckdb:///lake.ducklake stats analytics.events --snapshot 12"
    })
final class StatsCommand extends LakeCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE",
      converter = TableNameConverter.class,
      description = "One table; all without it.")
  private @Nullable TableRef table;

  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    AsOf version = asOf.pinned(lake);
    List<TableRef> tables =
        table != null ? List.of(table) : lake.tables(version).stream().map(TableInfo::ref).toList();
    return new Listing<TableDescription>()
        .text("schema", each -> each.table().schema().name())
        .text("table", each -> each.table().name())
        .columnOrUnknown("rows", PrimitiveType.INT64, each -> each.size().rows())
        .number("records", each -> each.size().records())
        .number("data_files", each -> each.size().dataFiles())
        .number("bytes", each -> each.size().bytes())
        .number("delete_files", each -> each.size().deleteFiles())
        .number("delete_bytes", each -> each.size().deleteBytes())
        .number("inlined_rows", each -> each.size().inlinedRows())
        .number("inlined_deletes", each -> each.size().inlinedDeletes())
        .of(tables.stream().map(each -> lake.table(each, version)).toList());
  }
}
