package io.quacklake.cli.write;

import io.quacklake.cli.command.TableArgument;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.transact.Assignment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code update}: columns of rows. */
@Command(
    name = "update",
    description = "Change columns of the rows for which a filter is true.",
    footer = {
      "",
      "A value is a literal ('text', 1.5, DATE '2026-01-31', NULL), a column, or a column with",
      "+, -, *, / or || and a literal.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake update items --set \"price=price * 1.1\" --where \"id = 3\""
    })
final class UpdateCommand extends WriteCommand {
  @Mixin private TableArgument table = new TableArgument();

  @Option(
      names = "--set",
      required = true,
      paramLabel = "COLUMN=VALUE",
      description = "What a column gets; may be repeated.")
  private Map<String, String> assignments = new LinkedHashMap<>();

  @Option(names = "--where", paramLabel = "PREDICATE", description = "The rows; all without.")
  private @Nullable String where;

  @Override
  void change(Work work) {
    Map<String, Assignment> parsed = new LinkedHashMap<>();
    assignments.forEach((column, value) -> parsed.put(column, Assignment.parse(value)));
    Predicate filter = where == null ? null : Predicate.parse(where);
    work.summary().count("updated", work.transaction().update(table.ref(), parsed, filter));
  }
}
