package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.type.PrimitiveType;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code version}: which Quacklake this is, and what it reads. */
@Command(
    name = "version",
    description = "Show the version, and the versions of lakes that it reads.",
    footer = {"", "Example:", "  ducklake version --format json"})
final class VersionCommand extends PlainCommand {
  @Override
  Result result(DucklakeCommand ducklake) {
    return new RowsReader.Builder()
        .column("version", PrimitiveType.VARCHAR)
        .column("reads_specifications", PrimitiveType.VARCHAR)
        .column("java", PrimitiveType.VARCHAR)
        .row(
            version(),
            Arrays.stream(FormatVersion.values())
                .map(FormatVersion::text)
                .collect(Collectors.joining(", ")),
            Runtime.version().toString())
        .record();
  }

  static String version() {
    return Objects.requireNonNullElse(
        VersionCommand.class.getPackage().getImplementationVersion(), "(not packaged)");
  }

  /** For {@code --version}. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ducklake " + version()};
    }
  }
}
