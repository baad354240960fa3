package io.quacklake.py;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quacklake.catalog.LakeOption;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableRef;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.scan.TableDescription;
import java.io.IOException;

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
    Json.optional(json, "comment", view.comment());
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
  }

  static String of(TableDescription description) {
    return Json.text(json -> write(description, json));
  }

  private static void write(TableDescription description, JsonGenerator json) throws IOException {
    TableInfo table = description.table();
    json.writeStartObject();
    json.writeStringField("schema", table.schema().name());
    json.writeStringField("name", table.name());
    json.writeNumberField("id", table.id().value());
    json.writeStringField("uuid", table.uuid());
    json.writeStringField("location", description.location());
    Json.optional(json, "comment", table.comment());
    json.writeNumberField("snapshot", description.snapshot().id().value());
    json.writeArrayFieldStart("columns");
    for (Column column : description.columns()) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type().toString());
      json.writeBooleanField("nullable", column.field().nullsAllowed());
      Json.optional(json, "default", column.writeDefault().text());
      Json.optional(json, "comment", column.comment());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("partitioning");
    for (PartitionField field : description.partitioning().fields()) {
      json.writeString(partitionText(field, description));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("sort_order");
    for (SortField field : description.sortOrder()) {
      json.writeString(
          field.expression() + " " + field.direction() + " " + field.nullOrder().replace('_', ' '));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** {@code day}, {@code year(ts)} or {@code bucket(16, id)}. */
  private static String partitionText(PartitionField field, TableDescription description) {
    String column =
        description.columns().stream()
            .filter(each -> each.id().equals(field.column()))
            .map(each -> TableRef.quote(each.name()))
            .findFirst()
            .orElse("column " + field.column());
    if (field.transform() instanceof Transform.Identity) {
      return column;
    }
    if (field.transform() instanceof Transform.Bucket bucket) {
      return "bucket(" + bucket.buckets() + ", " + column + ")";
    }
    return field.transform() + "(" + column + ")";
  }
}
