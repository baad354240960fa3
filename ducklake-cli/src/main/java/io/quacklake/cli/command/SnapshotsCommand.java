package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.Snapshot;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;

/** {@code snapshots}: the versions of a lake. */
@Command(
    name = "snapshots",
    description = "List the snapshots, oldest first.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake snapshots"})
final class SnapshotsCommand extends LakeCommand {
  @Override
  Result result(LakehouseSession lake, Printer printer) {
    RowsReader.Builder rows =
        new RowsReader.Builder()
            .column("snapshot", PrimitiveType.INT64)
            .column("time", PrimitiveType.TIMESTAMPTZ)
            .column("schema_version", PrimitiveType.INT64)
            .column("changes", PrimitiveType.VARCHAR)
            .column("author", PrimitiveType.VARCHAR)
            .column("message", PrimitiveType.VARCHAR)
            .column("extra_info", PrimitiveType.VARCHAR);
    for (Snapshot each : lake.snapshots()) {
      rows.row(
          each.id().value(),
          ChronoUnit.MICROS.between(Instant.EPOCH, each.time()),
          each.schemaVersion(),
          each.changes(),
          each.author(),
          each.message(),
          each.extraInfo());
    }
    return rows.rows();
  }
}
