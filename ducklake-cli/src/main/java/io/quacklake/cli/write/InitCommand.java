package io.quacklake.cli.write;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.catalog.NewLake;
import io.quacklake.cli.command.DucklakeCommand;
import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.Lakes;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code init}: a new lake. */
@Command(
    name = "init",
    description = "Make a lake at the address.",
    footer = {
      "",
      "Its files go to --data-path, or to a directory beside the catalog's file.",
      "",
      "Example:",
      "  ducklake sqlite:///lake.sqlite init --data-path data"
    })
final class InitCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private DucklakeCommand ducklake;

  @Option(names = "--encrypted", description = "Encrypt the files; this cannot be changed later.")
  private boolean encrypted;

  @Option(
      names = "--spec",
      paramLabel = "VERSION",
      converter = VersionConverter.class,
      description = "The specification: 1.0, or 1.1-dev1.")
  private FormatVersion version = FormatVersion.V1_0;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  /** Reads a version's number. */
  static final class VersionConverter implements ITypeConverter<FormatVersion> {
    @Override
    public FormatVersion convert(String text) {
      return FormatVersion.of(text.equals("1.1") ? FormatVersion.V1_1_DEV.text() : text)
          .orElseThrow(() -> new TypeConversionException("there is no specification " + text));
    }
  }

  @Override
  public Integer call() throws IOException {
    NewLake lake =
        NewLake.DEFAULT
            .withVersion(version)
            .withEncryption(encrypted ? Encryption.ENCRYPTED : Encryption.NONE);
    try (LakehouseSession session = Lakes.create(ducklake.resolve().config(), lake);
        Result result =
            new RowsReader.Builder()
                .column("catalog", PrimitiveType.VARCHAR)
                .column("specification", PrimitiveType.VARCHAR)
                .column("data_path", PrimitiveType.VARCHAR)
                .column("encrypted", PrimitiveType.BOOLEAN)
                .row(
                    session.config().catalog().toString(),
                    session.info().version().text(),
                    session.info().dataPath(),
                    encrypted)
                .record()) {
      ducklake.printer().print(result);
    }
    return 0;
  }
}
