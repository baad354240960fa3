package io.quacklake.py;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quacklake.catalog.LakeOption;
import io.quacklake.format.Snapshot;
import io.quacklake.format.schema.MacroInfo;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the catalog says, as rows and objects of JSON. */
final class Descriptions {
  private Descriptions() {}

  static void snapshot(Snapshot snapshot, JsonGenerator json) throws IOException {
    json.writeNumberField("snapshot_id", snapshot.id().value());
    Json.time(json, "snapshot_time", snapshot.time());
    json.writeNumberField("schema_version", snapshot.schemaVersion());
    Json.optional(json, "changes", snapshot.changes());
    Json.optional(json, "author", snapshot.author());
    Json.optional(json, "commit_message", snapshot.message());
    Json.optional(json, "commit_extra_info", snapshot.extraInfo());
  }

  static void schema(SchemaInfo schema, JsonGenerator json) throws IOException {
    json.writeNumberField("schema_id", schema.id().value());
    json.writeStringField("schema_name", schema.name());
  }

  static void table(TableInfo table, JsonGenerator json) throws IOException {
    json.writeStringField("schema_name", table.schema().name());
    json.writeStringField("table_name", table.name());
    json.writeNumberField("table_id", table.id().value());
    json.writeStringField("table_uuid", table.uuid());
    Json.optional(json, "comment", table.comment());
  }

  static void view(ViewInfo view, JsonGenerator json) throws IOException {
    json.writeStringField("schema_name", view.schema().name());
    json.writeStringField("view_name", view.name());
    json.writeStringField("dialect", view.dialect());
    json.writeStringField("sql", view.sql());
    json.writeArrayFieldStart("column_aliases");
    for (String alias : view.columnAliases()) {
      json.writeString(alias);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("column_comments");
    for (var each : view.columnComments().entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", each.getKey());
      json.writeStringField("comment", each.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.optional(json, "comment", view.comment());
  }

  /** One row for each implementation. */
  static void macro(Overload overload, JsonGenerator json) throws IOException {
    MacroInfo macro = overload.macro();
    MacroInfo.Implementation implementation = overload.implementation();
    json.writeStringField("schema_name", macro.schema().name());
    json.writeStringField("macro_name", macro.name());
    json.writeStringField("type", implementation.kind().name().toLowerCase(Locale.ROOT));
    json.writeArrayFieldStart("parameters");
    for (MacroInfo.Parameter each : implementation.parameters()) {
      json.writeStartObject();
      json.writeStringField("name", each.name());
      Json.optional(json, "type", each.type());
      Json.optional(json, "default", each.defaultValue());
      Json.optional(json, "default_type", each.defaultType());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("dialect", implementation.dialect());
    json.writeStringField("sql", implementation.sql());
  }

  /** A macro with one of its lists of parameters. */
  record Overload(MacroInfo macro, MacroInfo.Implementation implementation) {
    static List<Overload> of(List<MacroInfo> macros) {
      List<Overload> overloads = new ArrayList<>();
      for (MacroInfo macro : macros) {
        macro.implementations().forEach(each -> overloads.add(new Overload(macro, each)));
      }
      return overloads;
    }
  }

  static void option(LakeOption option, JsonGenerator json) throws IOException {
    json.writeStringField("option_name", option.key());
    json.writeStringField("value", option.value());
    json.writeStringField(
        "scope",
        switch (option.scope()) {
          case LAKE -> null;
          case SCHEMA -> "schema";
          case TABLE -> "table";
        });
    if (option.scopeId() != null) {
      json.writeNumberField("scope_id", option.scopeId());
    }
    Json.optional(json, "scope_entry", option.scopeName());
  }
}
