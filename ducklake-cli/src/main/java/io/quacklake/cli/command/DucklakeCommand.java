package io.quacklake.cli.command;

import io.quacklake.cli.output.OutputFormat;
import io.quacklake.format.LakePath;
import io.quacklake.format.NotFoundException;
import io.quacklake.scan.ConfigResolver;
import io.quacklake.scan.LakehouseSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code ducklake} command itself: which lake, and how results are written. */
@Command(
    name = "ducklake",
    description = "Reads and writes DuckLake lakes.",
    synopsisHeading = "Usage: ",
    customSynopsis = "ducklake [ADDRESS | --catalog ADDRESS | --lake NAME] [OPTIONS] COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      ScanCommand.class,
      CountCommand.class,
      TablesCommand.class,
      SchemasCommand.class,
      ViewsCommand.class,
      MacrosCommand.class,
      DescribeCommand.class,
      StatsCommand.class,
      OptionsCommand.class,
      SnapshotsCommand.class,
      FilesCommand.class,
      PlanCommand.class,
      ChangesCommand.class,
      ConfigCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "Options may stand before or after the command.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage.",
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake scan analytics.events --where \"amount > 10\" --limit 5"
    })
public final class DucklakeCommand implements Runnable {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ADDRESS",
      description =
          "The catalog: duckdb:///meta.ducklake, sqlite:///meta.sqlite, ducklake:sqlite:meta.sqlite,"
              + " or the path of a catalog file.")
  private @Nullable String address;

  @Option(
      names = "--catalog",
      scope = ScopeType.INHERIT,
      paramLabel = "ADDRESS",
      description = "The same as ADDRESS. Environment: DUCKLAKE_CATALOG.")
  private @Nullable String catalog;

  @Option(
      names = "--lake",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "A lake of the configuration file, [lakes.NAME]. Environment: DUCKLAKE_LAKE.")
  private @Nullable String lake;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "The configuration file, else that of DUCKLAKE_CONFIG, ./ducklake.toml, or the user's own.")
  private @Nullable String config;

  @Option(
      names = "--data-path",
      scope = ScopeType.INHERIT,
      paramLabel = "PATH",
      description = "Where the data files lie, for a lake that was moved.")
  private @Nullable String dataPath;

  @Option(
      names = "--metadata-schema",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "The database schema that holds the catalog's tables.")
  private @Nullable String metadataSchema;

  @Option(
      names = "--storage",
      scope = ScopeType.INHERIT,
      paramLabel = "OPTION=VALUE",
      description = "An option of the object store, such as region=eu-central-1; may be repeated.")
  private Map<String, String> storage = new LinkedHashMap<>();

  @Option(
      names = "--format",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description =
          "table, csv, json, ndjson, arrow or parquet. Without it the name of the output file"
              + " decides, else table.")
  private @Nullable OutputFormat format;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Write to FILE, which appears when it is complete and replaces what was there.")
  private @Nullable String output;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what is done, and show where errors come from.")
  private boolean verbose;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private final Surroundings surroundings;

  public DucklakeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (address == null) {
      throw new ParameterException(spec.commandLine(), "No command is given.");
    }
    List<String> near = NotFoundException.nearest(address, spec.subcommands().keySet());
    throw new ParameterException(
        spec.commandLine(),
        near.isEmpty() && catalog == null && lake == null
            ? "No command is given after the address " + address + "."
            : "There is no command "
                + address
                + (near.isEmpty() ? "." : ". Did you mean " + String.join(" or ", near) + "?"));
  }

  /** Whether errors show their stack traces. */
  public boolean isVerbose() {
    return verbose;
  }

  /** What it runs in. */
  public Surroundings surroundings() {
    return surroundings;
  }

  /** The settings in force. */
  public ConfigResolver.Resolved resolve() {
    if (address != null && catalog != null) {
      throw new ParameterException(
          spec.commandLine(),
          "The catalog is given twice: " + address + " and --catalog. Leave one out.");
    }
    try {
      return ConfigResolver.resolve(
          new ConfigResolver.Arguments(
              address != null ? address : catalog, lake, config, dataPath, metadataSchema, storage),
          new ConfigResolver.Surroundings(
              surroundings.environment(), surroundings.directory(), surroundings.home()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Opens the lake. */
  public LakehouseSession open() {
    return LakehouseSession.open(resolve().config());
  }

  /** Writes results where and how it was asked for. */
  public Printer printer() {
    return new Printer(surroundings, format, output, spec.commandLine());
  }

  /** A file as the lake's catalog is to know it: absolute, unless it is a URL. */
  public String location(String file) {
    return LakePath.isUrl(file)
        ? file
        : surroundings.directory().resolve(file).normalize().toString();
  }
}
