package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.ConfigResolver;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code config}: which settings are in force, and where they come from. */
@Command(
    name = "config",
    description = "Show the settings and where each comes from; secrets are not shown.",
    footer = {"", "Example:", "  ducklake --lake prod config show"})
final class ConfigCommand extends PlainCommand {
  /** What there is to do. */
  enum Action {
    SHOW
  }

  @Parameters(arity = "0..1", paramLabel = "show", description = "The same as without it.")
  @SuppressWarnings("UnusedVariable")
  private @Nullable Action action;

  @Override
  Result result(DucklakeCommand ducklake) {
    ConfigResolver.Resolved resolved = ducklake.resolve();
    RowsReader.Builder rows =
        new RowsReader.Builder()
            .column("setting", PrimitiveType.VARCHAR)
            .column("value", PrimitiveType.VARCHAR)
            .column("source", PrimitiveType.VARCHAR);
    Map<String, String> shown = new TreeMap<>(resolved.shown());
    shown.forEach((name, value) -> rows.row(name, value, resolved.origins().get(name)));
    return rows.rows();
  }
}
