package io.quacklake.cli.write;

import io.quacklake.cli.command.TableNameConverter;
import io.quacklake.format.TableRef;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code create-view}. */
@Command(
    name = "create-view",
    description = "Make a view: a query that is stored for engines, and not checked.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake create-view sales.top \"SELECT id FROM sales.items\""
    })
final class CreateViewCommand extends WriteCommand {
  @Parameters(
      index = "0",
      paramLabel = "VIEW",
      converter = TableNameConverter.class,
      description = "Its name, quoted as in SQL where it is odd.")
  @SuppressWarnings("NullAway.Init")
  private TableRef view;

  @Parameters(index = "1", paramLabel = "SQL", description = "A query in the SQL of DuckDB.")
  @SuppressWarnings("NullAway.Init")
  private String sql;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAMES",
      description = "Names for its columns, if not those of the query.")
  private List<String> columns = new ArrayList<>();

  @Override
  void change(Work work) {
    work.transaction().createView(view, sql, columns);
  }
}
