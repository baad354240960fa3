package io.quacklake.cli.write;

import io.quacklake.cli.output.Result;
import io.quacklake.transact.Maintenance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orphans}: files that the catalog does not name. */
@Command(
    name = "orphans",
    description =
        "Remove files below the data path that no snapshot has, and print where they were.",
    footer = {
      "",
      "They are left by programs that were killed while they wrote. Do not use it where several",
      "lakes share a data path.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake orphans --older-than 2d --dry-run"
    })
final class OrphansCommand extends LakeMaintenanceCommand {
  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description =
          "Modified so long ago at least, such as 2d or 12h; what the option delete_older_than"
              + " says, or 2 days, unless it is given.")
  private @Nullable String olderThan;

  @Override
  Result run(Maintenance maintenance) {
    return locations(
        olderThan == null
            ? maintenance.deleteOrphanedFiles()
            : maintenance.deleteOrphanedFiles(Maintenance.age(olderThan)));
  }
}
