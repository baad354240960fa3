package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.Result.Fact;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.TableDescription;
import io.quacklake.scan.TableSize;
import io.quacklake.scan.ViewDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code describe}: a table or view and its columns. */
@Command(
    name = "describe",
    description = {
      "List the columns of a table: types, defaults, partitioning, comments, noted values.",
      "What the catalog notes of the values is no truth: it is of the latest snapshot, deletes take",
      "nothing back, \"unknown\" is what it does not know. As a table, with the sizes of the table",
      "before it. Of a view, its columns where it can be scanned."
    },
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake describe analytics.events"})
final class DescribeCommand extends LakeCommand {
  @Mixin private TableArgument table = new TableArgument();
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    AsOf version = asOf.pinned(lake);
    try {
      return ofTable(lake.table(table.ref(), version));
    } catch (NotFoundException noTable) {
      try {
        return ofView(lake.view(table.ref(), version));
      } catch (NotFoundException noView) {
        throw noTable;
      }
    }
  }

  private static Result ofTable(TableDescription description) {
    return new Listing<Column>()
        .text("column", Column::name)
        .text("type", each -> each.type().toString())
        .column("nulls_allowed", PrimitiveType.BOOLEAN, each -> each.field().nullsAllowed())
        .text("default", each -> each.writeDefault().text())
        .text("partition", each -> partition(description, each))
        .text("comment", Column::comment)
        .columnOrUnknown(
            "contains_null",
            PrimitiveType.BOOLEAN,
            each -> description.summary(each).containsNull())
        .columnOrUnknown(
            "contains_nan", PrimitiveType.BOOLEAN, each -> description.summary(each).containsNan())
        .columnOrUnknown("min", PrimitiveType.VARCHAR, each -> description.summary(each).min())
        .columnOrUnknown("max", PrimitiveType.VARCHAR, each -> description.summary(each).max())
        .of(description.columns())
        .under(facts(description));
  }

  private static @Nullable String partition(TableDescription description, Column column) {
    String transforms =
        description.partitioning().fields().stream()
            .filter(each -> each.column().equals(column.id()))
            .map(each -> each.transform())
            .map(Transform::toString)
            .collect(Collectors.joining(", "));
    return transforms.isEmpty() ? null : transforms;
  }

  private static List<Fact> facts(TableDescription description) {
    TableSize size = description.size();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("table", description.table().ref().toString()));
    facts.add(new Fact("snapshot", description.snapshot().id().toString()));
    facts.add(new Fact("location", description.location()));
    description
        .tags()
        .forEach((key, value) -> facts.add(new Fact(key, value))); // the comment among them
    add(facts, "partitioned by", description.partitionKeys());
    add(facts, "sorted by", description.sortKeys());
    facts.add(new Fact("rows", size.rows() == null ? "unknown" : number(size.rows())));
    facts.add(new Fact("data files", files(size.dataFiles(), size.bytes())));
    facts.add(new Fact("delete files", files(size.deleteFiles(), size.deleteBytes())));
    facts.add(new Fact("inlined rows", number(size.inlinedRows())));
    facts.add(new Fact("inlined deletes", number(size.inlinedDeletes())));
    return facts;
  }

  private static void add(List<Fact> facts, String name, List<String> keys) {
    if (!keys.isEmpty()) {
      facts.add(new Fact(name, String.join(", ", keys)));
    }
  }

  private static String files(long count, long bytes) {
    return count == 0 ? "0" : number(count) + " (" + number(bytes) + " bytes)";
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static Result ofView(ViewDescription description) {
    ViewInfo view = description.view();
    if (description.columns() == null) {
      throw new UnsupportedFeatureException(
          "view " + view.ref(), String.valueOf(description.needsEngine()));
    }
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("view", view.ref().toString()));
    facts.add(new Fact("snapshot", description.snapshot().id().toString()));
    if (view.comment() != null) {
      facts.add(new Fact("comment", view.comment()));
    }
    facts.add(new Fact("sql", view.sql()));
    return new Listing<Column>()
        .text("column", Column::name)
        .text("type", each -> each.type().toString())
        .column("nulls_allowed", PrimitiveType.BOOLEAN, each -> each.field().nullsAllowed())
        .text("comment", Column::comment)
        .of(description.columns())
        .under(facts);
  }
}
