package io.quacklake.transact.internal.add;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.transact.AddFilesOptions;
import io.quacklake.transact.AddFilesOptions.ExtraColumns;
import io.quacklake.transact.AddFilesOptions.HivePartitions;
import io.quacklake.transact.AddFilesOptions.MissingColumns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a table's columns in a file by their names, without regard to case, or in the file's path.
 */
final class FileMatch {
  private final String location;
  private final AddFilesOptions options;
  private final List<MatchedLeaf> leaves = new ArrayList<>();
  private final List<PathColumn> pathColumns = new ArrayList<>();
  private final List<NameMapping.Entry> entries = new ArrayList<>();

  /** A leaf of the file that a column of the table, or a field of one, is read from. */
  record MatchedLeaf(Field field, ParquetField file, boolean required) {}

  /** A column that the path gives. */
  record PathColumn(Column column, PathValues.Value value) {}

  private FileMatch(String location, AddFilesOptions options) {
    this.location = location;
    this.options = options;
  }

  /**
   * @throws InvalidValueException if the file does not go with the table
   */
  static FileMatch of(
      String location, List<ParquetField> file, List<Column> columns, AddFilesOptions options) {
    FileMatch match = new FileMatch(location, options);
    match.columns(file, columns);
    return match;
  }

  List<MatchedLeaf> leaves() {
    return leaves;
  }

  List<PathColumn> pathColumns() {
    return pathColumns;
  }

  List<NameMapping.Entry> entries() {
    return entries;
  }

  private void columns(List<ParquetField> file, List<Column> columns) {
    PathValues path = PathValues.of(location);
    int used = 0;
    for (Column column : columns) {
      ParquetField found = find(column.name(), file, "column");
      PathValues.Value value = path.named(column.name()).orElse(null);
      boolean fromPath =
          value != null
              && (options.hive() == HivePartitions.USE
                  || (options.hive() == HivePartitions.WHERE_NAMED && found == null));
      used += found == null ? 0 : 1;
      if (fromPath && value != null) {
        pathColumns.add(new PathColumn(column, value));
        entries.add(new NameMapping.Entry(value.name(), column.id(), true, List.of()));
      } else if (found == null) {
        requireMissing(column.field(), !column.field().nullsAllowed());
      } else {
        entries.add(entry(column.field(), found, found.name(), !column.field().nullsAllowed()));
      }
    }
    if (used < file.size() && options.extra() == ExtraColumns.REFUSE) {
      List<String> known = columns.stream().map(Column::name).toList();
      throw extra(firstUnknown(file, known));
    }
  }

  private @Nullable ParquetField find(String name, List<ParquetField> fields, String kind) {
    ParquetField found = null;
    for (ParquetField field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        if (found != null) {
          throw refuse(
              "it has the " + kind + "s " + found.name() + " and " + field.name() + " for one");
        }
        found = field;
      }
    }
    return found;
  }

  private static String firstUnknown(List<ParquetField> fields, List<String> known) {
    return fields.stream()
        .map(ParquetField::name)
        .filter(name -> known.stream().noneMatch(name::equalsIgnoreCase))
        .findFirst()
        .orElseThrow();
  }

  private void requireMissing(Field field, boolean required) {
    if (options.missing() == MissingColumns.REFUSE) {
      throw refuse(
          "it has no column " + field.name() + ". Allow missing columns if it is to be NULL there");
    }
    if (required && field.initialDefault() == null) {
      throw refuse("it has no column " + field.name() + ", which is NOT NULL");
    }
  }

  private InvalidValueException extra(String name) {
    return refuse("the table has no column " + name + ". Ignore extra columns if that is right");
  }

  private NameMapping.Entry entry(Field field, ParquetField file, String name, boolean required) {
    DataType type = field.type();
    List<NameMapping.Entry> children = new ArrayList<>();
    if (type instanceof StructType struct && file.kind() == ParquetField.Kind.STRUCT) {
      children.addAll(fields(struct, file));
    } else if (type instanceof ListType list && file.kind() == ParquetField.Kind.LIST) {
      children.add(entry(list.element(), file.children().get(0), "list", false));
    } else if (type instanceof MapType map && file.kind() == ParquetField.Kind.MAP) {
      children.add(entry(map.key(), file.children().get(0), "key", false));
      children.add(entry(map.value(), file.children().get(1), "value", false));
    } else if (type instanceof VariantType && file.isVariant()) {
      return new NameMapping.Entry(name, field.id(), false, List.of());
    } else if (file.kind() == ParquetField.Kind.PRIMITIVE && !type.isNested()) {
      if (type instanceof VariantType || !FileTypes.fits(file.type(), type)) {
        throw misfit(field, file.type().toString());
      }
      leaves.add(new MatchedLeaf(field, file, required));
    } else {
      throw misfit(field, file.toString());
    }
    return new NameMapping.Entry(name, field.id(), false, children);
  }

  private List<NameMapping.Entry> fields(StructType struct, ParquetField file) {
    List<NameMapping.Entry> children = new ArrayList<>();
    for (Field child : struct.fields()) {
      ParquetField found = find(child.name(), file.children(), "field");
      if (found == null) {
        requireMissing(child, false);
      } else {
        children.add(entry(child, found, found.name(), false));
      }
    }
    if (children.size() < file.children().size() && options.extra() == ExtraColumns.REFUSE) {
      List<String> known = struct.fields().stream().map(Field::name).toList();
      throw extra(file.name() + "." + firstUnknown(file.children(), known));
    }
    return children;
  }

  private InvalidValueException misfit(Field field, String found) {
    return refuse(
        "column "
            + field.name()
            + " is "
            + field.type()
            + " in the table and "
            + found
            + " in the file, which does not read as that");
  }

  InvalidValueException refuse(String why) {
    return new InvalidValueException("Cannot add " + location + ": " + why + ".");
  }
}
