package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.schema.MacroInfo;
import io.quacklake.format.schema.SchemaInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ducklake_macro} and of the two tables below it. */
public final class MacroRows {
  private static final String VISIBLE =
      """
      SELECT m.macro_id, m.schema_id, m.macro_name
      FROM ducklake_macro m
      WHERE %s
      ORDER BY m.macro_name
      """
          .formatted(Visible.at("m"));
  private static final String IMPLEMENTATIONS =
      """
      SELECT i.macro_id, i.impl_id, i.dialect, i.%s AS query, i.%s AS macro_type
      FROM ducklake_macro_impl i
      ORDER BY i.macro_id, i.impl_id
      """;
  private static final String PARAMETERS =
      """
      SELECT p.macro_id, p.impl_id, p.parameter_name, p.parameter_type, p.default_value,
        p.default_value_type
      FROM ducklake_macro_parameters p
      ORDER BY p.macro_id, p.impl_id, p.column_id
      """;

  /** The word for a type that is not given. */
  private static final String UNKNOWN = "unknown";

  private record Overload(long macro, long implementation) {}

  private final Jdbc jdbc;
  private final CatalogLayout layout;

  public MacroRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.layout = layout;
  }

  /** The macros of a snapshot that lie in one of {@code schemas}; none before specification 0.4. */
  public List<MacroInfo> at(SnapshotId snapshot, List<SchemaInfo> schemas) {
    if (!layout.has("ducklake_macro")) {
      return List.of();
    }
    Map<SchemaId, SchemaInfo> byId = new HashMap<>();
    schemas.forEach(schema -> byId.put(schema.id(), schema));
    Map<Long, List<MacroInfo.Implementation>> implementations = implementations();
    List<MacroInfo> macros = new ArrayList<>();
    jdbc.each(
        VISIBLE,
        row -> {
          SchemaInfo schema = byId.get(new SchemaId(row.number("schema_id")));
          if (schema != null) {
            long id = row.number("macro_id");
            macros.add(
                new MacroInfo(
                    id,
                    schema,
                    row.text("macro_name"),
                    implementations.getOrDefault(id, List.of())));
          }
        },
        snapshot.value(),
        snapshot.value());
    return macros;
  }

  private Map<Long, List<MacroInfo.Implementation>> implementations() {
    Map<Overload, List<MacroInfo.Parameter>> parameters = new HashMap<>();
    jdbc.each(
        PARAMETERS,
        row ->
            parameters
                .computeIfAbsent(overload(row), any -> new ArrayList<>())
                .add(parameter(row)));
    Map<Long, List<MacroInfo.Implementation>> implementations = new HashMap<>();
    jdbc.each(
        IMPLEMENTATIONS.formatted(jdbc.dialect().quote("sql"), jdbc.dialect().quote("type")),
        row ->
            implementations
                .computeIfAbsent(row.number("macro_id"), any -> new ArrayList<>())
                .add(
                    new MacroInfo.Implementation(
                        kind(row),
                        row.text("dialect"),
                        row.text("query"),
                        parameters.getOrDefault(overload(row), List.of()))));
    return implementations;
  }

  private static Overload overload(Row row) {
    return new Overload(row.number("macro_id"), row.number("impl_id"));
  }

  private static MacroInfo.Kind kind(Row row) {
    String type = row.text("macro_type").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "scalar" -> MacroInfo.Kind.SCALAR;
      case "table" -> MacroInfo.Kind.TABLE;
      default ->
          throw new CorruptLakeException(
              "Macro %d is of type %s; it has to be scalar or table (ducklake_macro_impl)."
                  .formatted(row.number("macro_id"), type));
    };
  }

  /** No default is the text NULL of an unknown type; a default NULL has a type. */
  private static MacroInfo.Parameter parameter(Row row) {
    @Nullable String value = row.textOrNull("default_value");
    @Nullable String type = known(row.textOrNull("default_value_type"));
    boolean hasDefault = value != null && (type != null || !value.equals("NULL"));
    return new MacroInfo.Parameter(
        row.text("parameter_name"),
        known(row.textOrNull("parameter_type")),
        hasDefault ? value : null,
        hasDefault ? type : null);
  }

  private static @Nullable String known(@Nullable String type) {
    return type == null || type.isEmpty() || type.equals(UNKNOWN) ? null : type;
  }
}
