package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.ScanPlan;
import io.quacklake.scan.ScanReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plan}: what a scan would read. */
@Command(
    name = "plan",
    description = "Show what a scan would read and what it leaves out; no data file is opened.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake plan events --where \"day = DATE '2026-01-01'\""
    })
final class PlanCommand extends LakeCommand {
  @Mixin private TableArgument table = new TableArgument();
  @Mixin private AsOfOptions asOf = new AsOfOptions();
  @Mixin private WhereOption where = new WhereOption();

  @Option(names = "--files", description = "List the files that would be read.")
  private boolean files;

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    ScanPlan plan = where.apply(lake.scan(table.ref()).asOf(asOf.asOf())).plan();
    return files ? FilesCommand.rows(plan.files()) : summary(plan);
  }

  private static Result summary(ScanPlan plan) {
    ScanReport report = plan.report();
    return new RowsReader.Builder()
        .column("table", PrimitiveType.VARCHAR)
        .column("snapshot", PrimitiveType.INT64)
        .column("files", PrimitiveType.INT64)
        .column("files_in_table", PrimitiveType.INT64)
        .column("pruned_by_partition", PrimitiveType.INT64)
        .column("pruned_by_statistics", PrimitiveType.INT64)
        .column("bytes", PrimitiveType.INT64)
        .column("records", PrimitiveType.INT64)
        .column("inlined_rows", PrimitiveType.INT64)
        .column("delete_files", PrimitiveType.INT64)
        .column("inlined_deletes", PrimitiveType.INT64)
        .row(
            plan.table().ref().toString(),
            plan.snapshot().id().value(),
            report.files(),
            report.totalFiles(),
            report.prunedByPartition(),
            report.prunedByStatistics(),
            report.bytes(),
            report.records(),
            report.inlinedRows(),
            report.deleteFiles(),
            report.inlinedDeletes())
        .record();
  }
}
