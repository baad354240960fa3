package io.quacklake.cli.write;

import io.quacklake.cli.command.TableNameConverter;
import io.quacklake.format.TableRef;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.Maintenance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that keeps tables in shape and prints what it did to each. */
abstract class MaintenanceCommand extends LakeMaintenanceCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE",
      converter = TableNameConverter.class,
      description = "The table; all tables unless it is given.")
  private @Nullable TableRef table;

  @Option(names = "--message", paramLabel = "TEXT", description = "The commit message.")
  private @Nullable String message;

  @Option(names = "--author", paramLabel = "NAME", description = "Who commits.")
  private @Nullable String author;

  @Override
  final Maintenance chosen(Maintenance all) {
    Maintenance signed = all.withCommitInfo(new CommitInfo(message, author, null));
    return table == null ? signed : signed.onTable(table);
  }
}
