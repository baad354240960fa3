package io.quacklake.cli.command;

import io.quacklake.scan.AsOf;
import io.quacklake.scan.LakehouseSession;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The state of the lake that a command reads. */
final class AsOfOptions {
  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable Version version;

  /** One of two ways to name a snapshot. */
  static final class Version {
    @Option(
        names = "--snapshot",
        paramLabel = "N",
        description = "As of the snapshot of this number.")
    private @Nullable Long snapshot;

    @Option(
        names = "--at",
        paramLabel = "TIME",
        converter = TimeConverter.class,
        description =
            "As of a time: 2026-11-21, 2026-11-21 09:30, 2026-11-21T09:30:00Z or with +02;"
                + " UTC where no offset is given.")
    private @Nullable Instant at;
  }

  AsOf asOf() {
    if (version != null && version.snapshot != null) {
      return AsOf.snapshot(version.snapshot);
    }
    return version == null || version.at == null ? AsOf.latest() : AsOf.time(version.at);
  }

  /** The same with the snapshot's number, so that the latest stays what it is. */
  AsOf pinned(LakehouseSession lake) {
    AsOf asked = asOf();
    return asked instanceof AsOf.Latest
        ? AsOf.snapshot(lake.currentSnapshot().id().value())
        : asked;
  }

  /** Reads a time as ISO 8601 has it and as DuckDB prints it. */
  static final class TimeConverter implements ITypeConverter<Instant> {
    private static final Pattern TIME =
        Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)\\s*(Z|z|[+-]\\d{2}(?::?\\d{2})?)?)?");

    @Override
    public Instant convert(String text) {
      Matcher matcher = TIME.matcher(text.trim());
      if (matcher.matches()) {
        try {
          LocalDate date = LocalDate.parse(matcher.group(1));
          String time = matcher.group(2);
          String offset = matcher.group(3);
          return time == null
              ? date.atStartOfDay().toInstant(ZoneOffset.UTC)
              : OffsetDateTime.of(
                      LocalDateTime.parse(date + "T" + time),
                      offset == null
                          ? ZoneOffset.UTC
                          : ZoneOffset.of(offset.equals("z") ? "Z" : offset))
                  .toInstant();
        } catch (DateTimeException e) {
          throw new TypeConversionException("'" + text + "' is no time: " + e.getMessage());
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is no time; write 2026-11-21, 2026-11-21 09:30 or 2026-11-21T09:30:00Z.");
    }
  }
}
