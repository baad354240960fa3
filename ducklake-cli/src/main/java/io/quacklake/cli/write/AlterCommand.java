package io.quacklake.cli.write;

import io.quacklake.cli.command.TableArgument;
import io.quacklake.format.TableRef;
import io.quacklake.transact.ColumnDefinition;
import io.quacklake.transact.TableAlteration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alter}: a table's definition. */
@Command(
    name = "alter",
    description = "Change a table's definition: what is asked for, in the order of this help.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake alter events --add-column \"note VARCHAR\" --rename-column a=b"
    })
final class AlterCommand extends WriteCommand {
  @Mixin private TableArgument table = new TableArgument();

  @Option(
      names = "--add-column",
      paramLabel = "COLUMN",
      description = "A name, a type, and NOT NULL or DEFAULT value where wanted.")
  private List<String> added = new ArrayList<>();

  @Option(names = "--drop-column", paramLabel = "NAME", description = "Drop a column or field.")
  private List<String> dropped = new ArrayList<>();

  @Option(
      names = "--rename-column",
      paramLabel = "OLD=NEW",
      description = "Rename a column or field.")
  private Map<String, String> renamed = new LinkedHashMap<>();

  @Option(names = "--set-type", paramLabel = "NAME=TYPE", description = "Give a wider type.")
  private Map<String, String> types = new LinkedHashMap<>();

  @Option(
      names = "--set-default",
      paramLabel = "NAME=VALUE",
      description = "What new rows get that lack the column.")
  private Map<String, String> defaults = new LinkedHashMap<>();

  @Option(names = "--drop-default", paramLabel = "NAME", description = "New rows get NULL.")
  private List<String> droppedDefaults = new ArrayList<>();

  @Option(names = "--set-not-null", paramLabel = "NAME", description = "Refuse NULL from now on.")
  private List<String> notNull = new ArrayList<>();

  @Option(names = "--drop-not-null", paramLabel = "NAME", description = "Allow NULL again.")
  private List<String> nullable = new ArrayList<>();

  @Option(
      names = "--partition-by",
      paramLabel = "KEY",
      description = "Partition new files by day, year(ts), bucket(16, id), …; may be repeated.")
  private List<String> partitioning = new ArrayList<>();

  @Option(names = "--no-partitioning", description = "Do not partition new files.")
  private boolean unpartitioned;

  @Option(
      names = "--sort-by",
      paramLabel = "KEY",
      description = "Sort new files by such as \"ts DESC\"; may be repeated.")
  private List<String> sortOrder = new ArrayList<>();

  @Option(names = "--no-sort", description = "Do not sort new files.")
  private boolean unsorted;

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description = "Comment the table; empty for none.")
  private @Nullable String comment;

  @Option(
      names = "--column-comment",
      paramLabel = "NAME=TEXT",
      description = "Comment a column; empty for none.")
  private Map<String, String> columnComments = new LinkedHashMap<>();

  @Option(names = "--rename", paramLabel = "NAME", description = "Rename the table in its schema.")
  private @Nullable String newName;

  @Override
  void change(Work work) {
    TableRef ref = table.ref();
    List<TableAlteration> all = alterations();
    if (all.isEmpty() && newName == null) {
      throw new IllegalArgumentException("alter needs at least one change, such as --add-column.");
    }
    all.forEach(each -> work.transaction().alter(ref, each));
    if (newName != null) {
      work.transaction().renameTable(ref, newName);
    }
  }

  private List<TableAlteration> alterations() {
    List<TableAlteration> all = new ArrayList<>();
    added.forEach(each -> all.add(TableAlteration.addColumn(ColumnDefinition.parse(each))));
    dropped.forEach(each -> all.add(TableAlteration.dropColumn(each)));
    renamed.forEach((name, other) -> all.add(TableAlteration.renameColumn(name, other)));
    types.forEach((name, type) -> all.add(TableAlteration.setType(name, type)));
    defaults.forEach((name, value) -> all.add(TableAlteration.setDefault(name, value)));
    droppedDefaults.forEach(name -> all.add(TableAlteration.dropDefault(name)));
    notNull.forEach(name -> all.add(TableAlteration.setNotNull(name)));
    nullable.forEach(name -> all.add(TableAlteration.dropNotNull(name)));
    if (unpartitioned || !partitioning.isEmpty()) {
      all.add(new TableAlteration.SetPartitioning(partitioning));
    }
    if (unsorted || !sortOrder.isEmpty()) {
      all.add(new TableAlteration.SetSortOrder(sortOrder));
    }
    if (comment != null) {
      all.add(TableAlteration.comment(orNone(comment)));
    }
    columnComments.forEach(
        (name, text) -> all.add(TableAlteration.columnComment(name, orNone(text))));
    return all;
  }

  private static @Nullable String orNone(String text) {
    return text.isEmpty() ? null : text;
  }
}
