package io.quacklake.cli.write;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.Snapshot;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.Maintenance;
import io.quacklake.transact.SnapshotsToExpire;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code expire}: snapshots that are forgotten. */
@Command(
    name = "expire",
    description = "Forget snapshots, and print which. The newest one stays always.",
    footer = {
      "",
      "Files that no other snapshot needs are scheduled for deletion; cleanup removes them.",
      "Without a condition, what the option expire_older_than says goes, or nothing.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake expire --older-than 30d --keep-last 10 --dry-run"
    })
final class ExpireCommand extends LakeMaintenanceCommand {
  @Option(names = "--older-than", paramLabel = "AGE", description = "Older than that, as 30d.")
  private @Nullable String olderThan;

  @Option(names = "--keep-last", paramLabel = "N", description = "So many of the newest stay.")
  private @Nullable Integer keepLast;

  @Option(names = "--snapshots", split = ",", paramLabel = "N", description = "Only these numbers.")
  private @Nullable Set<Long> snapshots;

  @Override
  Result run(Maintenance maintenance) {
    if (olderThan == null && keepLast == null && snapshots == null) {
      return numbers(maintenance.expireSnapshots());
    }
    Instant before = olderThan == null ? null : Instant.now().minus(Maintenance.age(olderThan));
    return numbers(
        maintenance.expireSnapshots(
            new SnapshotsToExpire(before, keepLast == null ? 1 : keepLast, snapshots)));
  }

  private static Result numbers(List<Snapshot> gone) {
    RowsReader.Builder rows = new RowsReader.Builder().column("snapshot", PrimitiveType.INT64);
    gone.forEach(each -> rows.row(each.id().value()));
    return rows.rows();
  }
}
