package io.quacklake.cli.command;

import io.quacklake.scan.TableScan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The filter of a command. */
final class WhereOption {
  @Option(
      names = "--where",
      paramLabel = "PREDICATE",
      description =
          "Only rows for which this is true: =, <>, <, <=, >, >=, IN, BETWEEN, IS [NOT] NULL, LIKE,"
              + " AND, OR, NOT, literals as in SQL.")
  private @Nullable String where;

  TableScan apply(TableScan scan) {
    return where == null ? scan : scan.where(where);
  }
}
