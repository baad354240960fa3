package io.quacklake.cli.write;

import java.util.LinkedHashMap;
import java.util.Map;

/** All commands that change a lake. */
public final class WriteCommands {
  private WriteCommands() {}

  /** New commands by name, in the order of the help. */
  public static Map<String, Object> all() {
    Map<String, Object> commands = new LinkedHashMap<>();
    commands.put("init", new InitCommand());
    commands.put("create-schema", new CreateSchemaCommand());
    commands.put("drop-schema", new DropSchemaCommand());
    commands.put("create-table", new CreateTableCommand());
    commands.put("drop-table", new DropTableCommand());
    commands.put("alter", new AlterCommand());
    commands.put("create-view", new CreateViewCommand());
    commands.put("drop-view", new DropViewCommand());
    commands.put("append", new AppendCommand());
    commands.put("overwrite", new OverwriteCommand());
    commands.put("delete", new DeleteCommand());
    commands.put("update", new UpdateCommand());
    commands.put("merge", new MergeCommand());
    commands.put("add-files", new AddFilesCommand());
    commands.put("merge-files", new MergeFilesCommand());
    commands.put("expire", new ExpireCommand());
    commands.put("cleanup", new CleanupCommand());
    commands.put("orphans", new OrphansCommand());
    commands.put("set-option", new SetOptionCommand());
    return commands;
  }
}
