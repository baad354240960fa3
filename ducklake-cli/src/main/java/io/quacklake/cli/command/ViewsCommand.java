package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.scan.LakehouseSession;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code views}: the views of a lake and their SQL. */
@Command(
    name = "views",
    description =
        "List the views and their SQL. Those that only select columns and rows of one table can be"
            + " scanned; the others need an engine.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake views --format ndjson"})
final class ViewsCommand extends LakeCommand {
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    return new Listing<ViewInfo>()
        .text("schema", view -> view.schema().name())
        .text("view", ViewInfo::name)
        .text("dialect", ViewInfo::dialect)
        .text("sql", ViewInfo::sql)
        .text("column_aliases", view -> aliases(view.columnAliases()))
        .text("comment", ViewInfo::comment)
        .text("column_comments", view -> comments(view.columnComments()))
        .of(lake.views(asOf.asOf()));
  }

  private static @Nullable String aliases(List<String> aliases) {
    return aliases.isEmpty() ? null : String.join(", ", aliases);
  }

  /** Each as {@code name: comment}; the names are those of the view's query. */
  private static @Nullable String comments(Map<String, String> comments) {
    return comments.isEmpty()
        ? null
        : comments.entrySet().stream()
            .map(each -> TableRef.quote(each.getKey()) + ": " + each.getValue())
            .collect(Collectors.joining("; "));
  }
}
