package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.ResultColumn;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.TableChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changes}: what snapshots did to the rows of a table. */
@Command(
    name = "changes",
    description = "Print the rows that a range of snapshots inserted, deleted and updated.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake changes events --from 3 --to 7 --format ndjson"
    })
final class ChangesCommand extends LakeCommand {
  private static final int OWN_COLUMNS = 3;

  @Mixin private TableArgument table = new TableArgument();

  @Option(
      names = "--from",
      paramLabel = "N",
      required = true,
      converter = VersionConverter.class,
      description = "The first snapshot, by its number; or a time: the first one from then on.")
  @SuppressWarnings("NullAway.Init")
  private AsOf from;

  @Option(
      names = "--to",
      paramLabel = "N",
      converter = VersionConverter.class,
      description =
          "The last snapshot, itself included, by its number; or a time: the last one until then."
              + " The latest without it.")
  private @Nullable AsOf to;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      converter = ColumnNames.Converter.class,
      description = "The table's columns, separated by commas, quoted as in SQL. All without it.")
  private @Nullable ColumnNames columns;

  @Option(
      names = "--where",
      paramLabel = "PREDICATE",
      description = "Only rows whose values pass, each image of an updated row by itself.")
  private @Nullable String where;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
  private @Nullable Long limit;

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    // What is described and what is read must be of one snapshot.
    AsOf last = to == null ? AsOf.snapshot(lake.currentSnapshot().id().value()) : to;
    TableChanges changes =
        lake.changes(table.ref(), from, last).withVariantAs(printer.variantForm());
    if (columns != null) {
      changes = changes.select(columns.names());
    }
    if (where != null) {
      changes = changes.where(where);
    }
    OptionalLong useful = printer.usefulRows();
    if (limit != null) {
      changes = changes.limit(limit);
    } else if (useful.isPresent()) {
      changes = changes.limit(useful.getAsLong());
    }
    List<ResultColumn> types = types(changes.schema(), lake.table(table.ref(), last).columns());
    return new Result(types, changes.open(), Result.Layout.ROWS);
  }

  private static List<ResultColumn> types(Schema schema, List<Column> columns) {
    List<Field> fields = schema.getFields();
    List<ResultColumn> types = new ArrayList<>();
    for (Field own : fields.subList(0, OWN_COLUMNS)) {
      types.add(
          new ResultColumn(
              own.getName(),
              own.getName().equals("change_type") ? PrimitiveType.VARCHAR : PrimitiveType.INT64));
    }
    Schema ofTable = new Schema(fields.subList(OWN_COLUMNS, fields.size()));
    types.addAll(ColumnTypes.of(ofTable, columns, List.of()));
    return types;
  }

  /** Reads the number of a snapshot, or a time. */
  static final class VersionConverter implements ITypeConverter<AsOf> {
    private final AsOfOptions.TimeConverter times = new AsOfOptions.TimeConverter();

    @Override
    public AsOf convert(String text) {
      return text.matches("\\d{1,18}")
          ? AsOf.snapshot(Long.parseLong(text))
          : AsOf.time(times.convert(text));
    }
  }
}
