package io.quacklake.py;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quacklake.format.file.ColumnSummary;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.scan.TableDescription;
import io.quacklake.scan.TableSize;
import io.quacklake.scan.ViewDescription;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the catalog says of one table or view, as a JSON object. */
final class RelationJson {
  private RelationJson() {}

  static String of(TableDescription description) {
    return Json.text(json -> write(description, json));
  }

  static String of(ViewDescription description) {
    return Json.text(json -> write(description, json));
  }

  private static void write(TableDescription description, JsonGenerator json) throws IOException {
    TableInfo table = description.table();
    json.writeStartObject();
    json.writeStringField("kind", "table");
    json.writeStringField("schema", table.schema().name());
    json.writeStringField("name", table.name());
    json.writeNumberField("id", table.id().value());
    json.writeStringField("uuid", table.uuid());
    json.writeStringField("location", description.location());
    optional(json, "comment", table.comment());
    tags(json, description.tags());
    json.writeNumberField("snapshot", description.snapshot().id().value());
    json.writeArrayFieldStart("columns");
    for (Column column : description.columns()) {
      json.writeStartObject();
      column(json, column);
      tags(json, description.columnTags().getOrDefault(column.id(), Map.of()));
      summary(json, description.summary(column));
      json.writeEndObject();
    }
    json.writeEndArray();
    texts(json, "partitioning", description.partitionKeys());
    texts(json, "sort_order", description.sortKeys());
    size(json, description.size());
    json.writeEndObject();
  }

  private static void write(ViewDescription description, JsonGenerator json) throws IOException {
    ViewInfo view = description.view();
    json.writeStartObject();
    json.writeStringField("kind", "view");
    json.writeStringField("schema", view.schema().name());
    json.writeStringField("name", view.name());
    json.writeNumberField("id", view.id());
    optional(json, "comment", view.comment());
    json.writeNumberField("snapshot", description.snapshot().id().value());
    json.writeStringField("dialect", view.dialect());
    json.writeStringField("sql", view.sql());
    texts(json, "column_aliases", view.columnAliases());
    json.writeObjectFieldStart("column_comments");
    for (Map.Entry<String, String> each : view.columnComments().entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    List<Column> columns = description.columns();
    if (columns == null) {
      json.writeNullField("columns");
    } else {
      json.writeArrayFieldStart("columns");
      for (Column column : columns) {
        json.writeStartObject();
        column(json, column);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    optional(json, "needs_engine", description.needsEngine());
    texts(json, "partitioning", List.of());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : texts) {
      json.writeString(each);
    }
    json.writeEndArray();
  }

  private static void column(JsonGenerator json, Column column) throws IOException {
    json.writeStringField("name", column.name());
    json.writeStringField("type", column.type().toString());
    json.writeBooleanField("nullable", column.field().nullsAllowed());
    optional(json, "default", column.writeDefault().text());
    optional(json, "comment", column.comment());
  }

  private static void tags(JsonGenerator json, Map<String, String> tags) throws IOException {
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> each : tags.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  /** What is not known is null. */
  private static void summary(JsonGenerator json, ColumnSummary summary) throws IOException {
    json.writeObjectFieldStart("statistics");
    optional(json, "contains_null", summary.containsNull());
    optional(json, "contains_nan", summary.containsNan());
    optional(json, "min", summary.min());
    optional(json, "max", summary.max());
    optional(json, "extra", summary.extraStats());
    json.writeEndObject();
  }

  private static void size(JsonGenerator json, TableSize size) throws IOException {
    json.writeObjectFieldStart("size");
    if (size.rows() == null) {
      json.writeNullField("rows");
    } else {
      json.writeNumberField("rows", size.rows());
    }
    json.writeNumberField("records", size.records());
    json.writeNumberField("data_files", size.dataFiles());
    json.writeNumberField("bytes", size.bytes());
    json.writeNumberField("delete_files", size.deleteFiles());
    json.writeNumberField("delete_bytes", size.deleteBytes());
    json.writeNumberField("inlined_rows", size.inlinedRows());
    json.writeNumberField("inlined_deletes", size.inlinedDeletes());
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else if (value instanceof Boolean flag) {
      json.writeBooleanField(name, flag);
    } else {
      json.writeStringField(name, value.toString());
    }
  }
}
