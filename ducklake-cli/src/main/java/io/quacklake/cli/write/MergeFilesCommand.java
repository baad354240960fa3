package io.quacklake.cli.write;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.CompactionResult;
import io.quacklake.transact.Maintenance;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code merge-files}: few large data files in the place of many small ones. */
@Command(
    name = "merge-files",
    description = "Make one data file out of several small ones.",
    footer = {
      "",
      "Rows and snapshots stay as they are; the old files are scheduled for deletion.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake merge-files events --dry-run"
    })
final class MergeFilesCommand extends MaintenanceCommand {
  @Override
  Result run(Maintenance maintenance) {
    return compactions(maintenance.mergeAdjacentFiles());
  }

  static Result compactions(List<CompactionResult> done) {
    RowsReader.Builder rows =
        new RowsReader.Builder()
            .column("table", PrimitiveType.VARCHAR)
            .column("files_processed", PrimitiveType.INT64)
            .column("files_created", PrimitiveType.INT64)
            .column("bytes_processed", PrimitiveType.INT64)
            .column("bytes_created", PrimitiveType.INT64)
            .column("snapshot", PrimitiveType.INT64);
    for (CompactionResult each : done) {
      rows.row(
          each.table().toString(),
          each.filesProcessed(),
          each.filesCreated(),
          each.bytesProcessed(),
          each.bytesCreated(),
          each.snapshot() == null ? null : each.snapshot().value());
    }
    return rows.rows();
  }
}
