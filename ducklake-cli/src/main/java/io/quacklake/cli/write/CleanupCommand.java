package io.quacklake.cli.write;

import io.quacklake.cli.output.Result;
import io.quacklake.transact.Maintenance;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cleanup}: files that were scheduled for deletion. */
@Command(
    name = "cleanup",
    description = "Remove files that are scheduled for deletion, and print where they were.",
    footer = {
      "",
      "Merging and other maintenance schedules files that no snapshot needs any more.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake cleanup --older-than 2d --dry-run"
    })
final class CleanupCommand extends LakeMaintenanceCommand {
  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable Which which;

  /** How old files are that go. */
  static final class Which {
    @Option(
        names = "--older-than",
        paramLabel = "AGE",
        description =
            "Scheduled so long ago at least, such as 2d or 12h; what the option delete_older_than"
                + " says, or 2 days, unless it is given.")
    private @Nullable String olderThan;

    @Option(names = "--all", description = "However old they are, even while somebody reads them.")
    @SuppressWarnings("UnusedVariable")
    private boolean all;
  }

  @Override
  Result run(Maintenance maintenance) {
    List<String> files =
        which == null
            ? maintenance.cleanupOldFiles()
            : maintenance.cleanupOldFiles(
                Maintenance.age(which.olderThan == null ? "0s" : which.olderThan));
    return locations(files);
  }
}
