package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.ResultColumn;
import io.quacklake.format.NotFoundException;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.TableScan;
import io.quacklake.scan.VirtualColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code scan}: the rows of a table. */
@Command(
    name = "scan",
    description = "Print the rows of a table, or of a view that selects from one table.",
    footer = {
      "",
      "Example:",
      "  ducklake duckdb:///lake.ducklake scan events --columns id,amount --where \"amount > 10\" -o x.csv"
    })
final class ScanCommand extends LakeCommand {
  @Mixin private TableArgument table = new TableArgument();
  @Mixin private AsOfOptions asOf = new AsOfOptions();
  @Mixin private WhereOption where = new WhereOption();

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      converter = ColumnNames.Converter.class,
      description =
          "The columns, separated by commas, quoted as in SQL: a,\"odd, name\". All without it.")
  private @Nullable ColumnNames columns;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
  private @Nullable Long limit;

  @Option(
      names = "--virtual",
      split = ",",
      paramLabel = "NAMES",
      description = "Further columns: rowid, snapshot_id, filename, file_row_number, file_index.")
  private List<String> virtual = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "Threads that decode.")
  private @Nullable Integer threads;

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    List<VirtualColumn> extra = virtual.stream().map(ScanCommand::virtualColumn).toList();
    // What is described and what is read must be of one snapshot.
    AsOf snapshot = asOf.pinned(lake);
    TableScan scan =
        where.apply(lake.scan(table.ref()).asOf(snapshot)).withVariantAs(printer.variantForm());
    if (columns != null) {
      scan = scan.select(columns.names());
    }
    if (!extra.isEmpty()) {
      scan = scan.withVirtualColumns(extra.toArray(VirtualColumn[]::new));
    }
    if (threads != null) {
      scan = scan.withThreads(threads);
    }
    OptionalLong useful = printer.usefulRows();
    if (limit != null) {
      scan = scan.limit(limit);
    } else if (useful.isPresent()) {
      scan = scan.limit(useful.getAsLong());
    }
    List<ResultColumn> types =
        ColumnTypes.of(scan.schema(), lake.columns(table.ref(), snapshot), extra);
    return new Result(types, scan.open(), Result.Layout.ROWS);
  }

  private static VirtualColumn virtualColumn(String name) {
    return Arrays.stream(VirtualColumn.values())
        .filter(each -> each.columnName().equalsIgnoreCase(name.trim()))
        .findFirst()
        .orElseThrow(
            () ->
                NotFoundException.withSuggestions(
                    "virtual column",
                    name,
                    "a table",
                    Arrays.stream(VirtualColumn.values()).map(VirtualColumn::columnName).toList()));
  }

  /** A number from 1 on. */
  static final class AtLeastOne implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[1-9][0-9]{0,5}")) {
        throw new TypeConversionException("'" + text + "' is not a whole number from 1 on.");
      }
      return Integer.valueOf(text);
    }
  }
}
