package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.ScanTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code files}: the data and delete files of a table. */
@Command(
    name = "files",
    description = "List the data files of a table and their delete files.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake files events --snapshot 12"})
final class FilesCommand extends LakeCommand {
  @Mixin private TableArgument table = new TableArgument();
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    return rows(lake.scan(table.ref()).asOf(asOf.asOf()).plan().files());
  }

  static Result rows(Iterable<ScanTask.DataFileTask> files) {
    RowsReader.Builder rows =
        new RowsReader.Builder()
            .column("kind", PrimitiveType.VARCHAR)
            .column("path", PrimitiveType.VARCHAR)
            .column("format", PrimitiveType.VARCHAR)
            .column("rows", PrimitiveType.INT64)
            .column("bytes", PrimitiveType.INT64)
            .column("file_id", PrimitiveType.INT64)
            .column("data_file_id", PrimitiveType.INT64)
            .column("begin_snapshot", PrimitiveType.INT64);
    for (ScanTask.DataFileTask task : files) {
      DataFile data = task.file();
      rows.row(
          "data",
          task.location(),
          data.format(),
          data.recordCount(),
          data.sizeBytes(),
          data.id().value(),
          null,
          data.lifespan().begin().value());
      for (ScanTask.LocatedDelete located : task.deletes()) {
        DeleteFile delete = located.file();
        rows.row(
            "delete",
            located.location(),
            delete.format(),
            delete.deleteCount(),
            delete.sizeBytes(),
            delete.id().value(),
            delete.dataFile().value(),
            delete.lifespan().begin().value());
      }
    }
    return rows.rows();
  }
}
