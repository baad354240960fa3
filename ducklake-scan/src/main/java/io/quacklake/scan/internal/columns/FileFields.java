package io.quacklake.scan.internal.columns;

import io.quacklake.format.FieldId;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.parquet.schema.ParquetSchema;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the lake's fields a Parquet file holds: by its name mapping if it has one, else by
 * {@code field_id}, and for a file without ids by position.
 */
public final class FileFields {
  private static final String NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";

  private FileFields() {}

  /** The file's top-level fields with the lake's ids. */
  public static List<SourceField> of(
      ParquetSchema file, @Nullable NameMapping mapping, List<Column> columns) {
    if (mapping != null) {
      return byName(file.fields(), mapping.entries());
    }
    boolean hasIds = file.fields().stream().allMatch(field -> field.fieldId() != null);
    return hasIds
        ? file.fields().stream().map(FileFields::byId).toList()
        : byPosition(file.fields(), columns);
  }

  /**
   * Values that the path gives for a mapped file, such as {@code day=2024-01-01}; null for NULL.
   */
  public static Map<FieldId, @Nullable String> pathValues(
      String location, @Nullable NameMapping mapping) {
    Map<FieldId, @Nullable String> values = new HashMap<>();
    if (mapping == null) {
      return values;
    }
    Map<String, String> segments = new HashMap<>();
    for (String segment : location.split("/", -1)) {
      int equals = segment.indexOf('=');
      if (equals > 0) {
        segments.put(decode(segment.substring(0, equals)), segment.substring(equals + 1));
      }
    }
    for (NameMapping.Entry entry : mapping.entries()) {
      String value = entry.isPartition() ? segments.get(entry.sourceName()) : null;
      if (value != null) {
        values.put(entry.target(), value.equals(NULL_PARTITION) ? null : decode(value));
      }
    }
    return values;
  }

  /** Percent escapes only: a plus sign is a plus sign. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return text;
    }
  }

  private static SourceField byId(ParquetField field) {
    Integer id = field.fieldId();
    return source(
        id == null ? null : new FieldId(id),
        field,
        field.children().stream().map(FileFields::byId).toList());
  }

  private static List<SourceField> byName(
      List<ParquetField> fields, List<NameMapping.Entry> entries) {
    List<SourceField> result = new ArrayList<>();
    for (ParquetField field : fields) {
      NameMapping.Entry entry = entry(field.name(), entries);
      if (entry == null) {
        result.add(unmapped(field));
      } else {
        result.add(mapped(field, entry));
      }
    }
    return result;
  }

  private static SourceField mapped(ParquetField field, NameMapping.Entry entry) {
    List<NameMapping.Entry> entries = entry.children();
    List<SourceField> children =
        switch (field.kind()) {
          case PRIMITIVE -> List.of();
          case STRUCT -> byName(field.children(), entries);
          case LIST -> byOrder(field.children(), entries, 1);
          case MAP -> byOrder(field.children(), entries, 2);
        };
    return source(entry.isPartition() ? null : entry.target(), field, children);
  }

  /**
   * Elements, keys and values: whatever they are called in the file, there is but one way to map
   * them.
   */
  private static List<SourceField> byOrder(
      List<ParquetField> fields, List<NameMapping.Entry> entries, int expected) {
    List<SourceField> result = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      result.add(
          entries.size() == expected
              ? mapped(fields.get(i), entries.get(i))
              : unmapped(fields.get(i)));
    }
    return result;
  }

  private static NameMapping.@Nullable Entry entry(String name, List<NameMapping.Entry> entries) {
    for (NameMapping.Entry entry : entries) {
      if (entry.sourceName().equals(name)) {
        return entry;
      }
    }
    for (NameMapping.Entry entry : entries) {
      if (entry.sourceName().equalsIgnoreCase(name)) {
        return entry;
      }
    }
    return null;
  }

  private static SourceField unmapped(ParquetField field) {
    return source(null, field, field.children().stream().map(FileFields::unmapped).toList());
  }

  private static List<SourceField> byPosition(List<ParquetField> fields, List<Column> columns) {
    List<SourceField> result = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      result.add(
          i < columns.size()
              ? likeField(fields.get(i), columns.get(i).field())
              : unmapped(fields.get(i)));
    }
    return result;
  }

  /** A file without ids: the fields of structs are matched by name. */
  private static SourceField likeField(ParquetField field, Field like) {
    List<Field> likeChildren = children(like.type());
    List<SourceField> children = new ArrayList<>();
    for (int i = 0; i < field.children().size(); i++) {
      ParquetField child = field.children().get(i);
      Field match = null;
      if (field.kind() != ParquetField.Kind.STRUCT) {
        match = i < likeChildren.size() ? likeChildren.get(i) : null;
      } else {
        for (Field each : likeChildren) {
          match = match == null && each.name().equalsIgnoreCase(child.name()) ? each : match;
        }
      }
      children.add(match == null ? unmapped(child) : likeField(child, match));
    }
    return source(like.id(), field, children);
  }

  private static List<Field> children(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields();
    }
    if (type instanceof ListType list) {
      return List.of(list.element());
    }
    return type instanceof MapType map ? List.of(map.key(), map.value()) : List.of();
  }

  private static SourceField source(
      @Nullable FieldId id, ParquetField field, List<SourceField> children) {
    List<Field> fields = children.stream().map(SourceField::asField).toList();
    DataType type =
        switch (field.kind()) {
          case PRIMITIVE -> field.type();
          case STRUCT -> field.isVariant() ? new VariantType() : new StructType(fields);
          case LIST -> new ListType(fields.get(0));
          case MAP -> new MapType(fields.get(0), fields.get(1));
        };
    return new SourceField(id, field.name(), type, children, field);
  }
}
