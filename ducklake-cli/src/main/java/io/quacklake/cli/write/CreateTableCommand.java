package io.quacklake.cli.write;

import io.quacklake.cli.command.TableArgument;
import io.quacklake.transact.ColumnDefinition;
import io.quacklake.transact.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code create-table}. */
@Command(
    name = "create-table",
    description = "Make a table.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake create-table sales.items \\",
      "    \"id BIGINT NOT NULL\" \"tags VARCHAR[]\" \"day DATE\" --partition-by \"year(day)\""
    })
final class CreateTableCommand extends WriteCommand {
  @Mixin private TableArgument table = new TableArgument();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COLUMN",
      description = "A name, a DuckDB type, and NOT NULL or DEFAULT value where wanted.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--partition-by",
      paramLabel = "KEY",
      description = "A partition key such as day, year(ts) or bucket(16, id); may be repeated.")
  private List<String> partitioning = new ArrayList<>();

  @Option(
      names = "--sort-by",
      paramLabel = "KEY",
      description = "A sort key such as \"ts DESC\"; may be repeated.")
  private List<String> sortOrder = new ArrayList<>();

  @Option(names = "--comment", paramLabel = "TEXT", description = "A comment on the table.")
  private @Nullable String comment;

  @Override
  void change(Work work) {
    work.transaction()
        .createTable(
            TableDefinition.of(table.ref(), columns.stream().map(ColumnDefinition::parse).toList())
                .withPartitioning(partitioning)
                .withSortOrder(sortOrder)
                .withComment(comment));
  }
}
