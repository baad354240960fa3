package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.MacroInfo;
import io.quacklake.scan.LakehouseSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code macros}: the macros of a lake, a row for each list of parameters. */
@Command(
    name = "macros",
    description = "List the macros and their SQL, which is not run.",
    footer = {"", "Example:", "  ducklake duckdb:///lake.ducklake macros"})
final class MacrosCommand extends LakeCommand {
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  private record Overload(MacroInfo macro, MacroInfo.Implementation implementation) {}

  @Override
  Result result(LakehouseSession lake, Printer printer) {
    List<Overload> overloads = new ArrayList<>();
    for (MacroInfo macro : lake.macros(asOf.asOf())) {
      macro.implementations().forEach(each -> overloads.add(new Overload(macro, each)));
    }
    return new Listing<Overload>()
        .text("schema", each -> each.macro().schema().name())
        .text("macro", each -> each.macro().name())
        .text("type", each -> each.implementation().kind().name().toLowerCase(Locale.ROOT))
        .text("parameters", each -> parameters(each.implementation().parameters()))
        .text("dialect", each -> each.implementation().dialect())
        .text("sql", each -> each.implementation().sql())
        .of(overloads);
  }

  /** As SQL declares them: {@code x, y INTEGER := 5}. */
  private static String parameters(List<MacroInfo.Parameter> parameters) {
    return parameters.stream().map(MacrosCommand::parameter).collect(Collectors.joining(", "));
  }

  private static String parameter(MacroInfo.Parameter parameter) {
    return TableRef.quote(parameter.name())
        + (parameter.type() == null ? "" : " " + parameter.type())
        + (parameter.defaultValue() == null ? "" : " := " + parameter.defaultValue());
  }
}
