package io.quacklake.cli.command;

import io.quacklake.format.TableRef;
import picocli.CommandLine.Parameters;

/** The table of a command. */
public final class TableArgument {
  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      converter = TableNameConverter.class,
      description =
          "The table: events (in schema main), analytics.events, or quoted as in SQL:"
              + " '\"odd name\".\"t\"'.")
  @SuppressWarnings("NullAway.Init")
  private TableRef table;

  /** Its name. */
  public TableRef ref() {
    return table;
  }
}
