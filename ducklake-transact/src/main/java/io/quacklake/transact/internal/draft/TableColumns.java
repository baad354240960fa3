package io.quacklake.transact.internal.draft;

import io.quacklake.format.FieldId;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.SqlTypes;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.transact.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one table and the changes that can be made to them; immutable.
 *
 * @param table what to call the table in messages
 * @param nextId gives the next id of a column or nested field; asked for only if there is a new one
 */
record TableColumns(
    String table, FormatVersion version, List<Column> columns, LongSupplier nextId) {
  TableColumns {
    columns = List.copyOf(columns);
  }

  static TableColumns create(
      String table, FormatVersion version, List<ColumnDefinition> definitions) {
    if (definitions.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot create " + table + ": it needs at least one column.");
    }
    TableColumns result = new TableColumns(table, version, List.of(), () -> 1);
    for (ColumnDefinition definition : definitions) {
      result = result.withColumn(definition);
    }
    return result;
  }

  /** A column at the end. */
  TableColumns withColumn(ColumnDefinition definition) {
    ColumnNames.check(definition.name());
    ColumnNames.checkFree(definition.name(), columns.stream().map(Column::name).toList(), table);
    FieldNumbers numbers = new FieldNumbers(nextId.getAsLong());
    Field field = newField(definition, numbers);
    List<Column> changed = new ArrayList<>(columns);
    DefaultValue writeDefault =
        Defaults.forNewRows(definition.name(), field.type(), definition.defaultValue());
    changed.add(new Column(field, writeDefault, definition.comment()));
    return new TableColumns(table, version, changed, numbers::next);
  }

  private Field newField(ColumnDefinition definition, FieldNumbers numbers) {
    DataType type = type(definition.name(), definition.type());
    return numbers.number(
        definition.name(),
        type,
        definition.nulls() == ColumnDefinition.Nulls.ALLOWED,
        Defaults.forOldRows(definition.name(), type, definition.defaultValue()));
  }

  private DataType type(String column, String text) {
    DataType type = SqlTypes.parse(text);
    checkType(column, type);
    return type;
  }

  private void checkType(String column, DataType type) {
    if (type == PrimitiveType.TIME_NS) {
      throw new UnsupportedFeatureException(
          "column of type time_ns",
          "Column "
              + column
              + " cannot be of type time_ns: DuckDB fails to write and to read files"
              + " with such columns. Use TIME.");
    }
    if (type == PrimitiveType.TIMESTAMPTZ_NS && !version.isAtLeast(FormatVersion.V1_1_DEV)) {
      throw new UnsupportedFeatureException(
          "column of type timestamptz_ns",
          "Column "
              + column
              + " cannot be of type timestamptz_ns, which specification "
              + version.text()
              + " does not have. Use TIMESTAMP WITH TIME ZONE.");
    }
    for (Field child : ColumnRow.children(type)) {
      if (type instanceof StructType) {
        ColumnNames.check(child.name());
      }
      checkType(column + "." + child.name(), child.type());
    }
  }

  /** A field at the end of a struct. */
  TableColumns withField(ColumnPath parent, ColumnDefinition definition) {
    FieldNumbers numbers = new FieldNumbers(nextId.getAsLong());
    List<Column> changed =
        replaced(
            parent,
            field -> {
              if (!(field.type() instanceof StructType struct)) {
                throw new UnsupportedFeatureException(
                    "field in " + field.type(),
                    "Cannot add a field to "
                        + parent
                        + ", which is of type "
                        + field.type()
                        + " and not a struct.");
              }
              ColumnNames.check(definition.name());
              ColumnNames.checkFree(
                  definition.name(),
                  struct.fields().stream().map(Field::name).toList(),
                  parent + " of " + table);
              List<Field> fields = new ArrayList<>(struct.fields());
              fields.add(newField(definition, numbers));
              return withType(field, new StructType(fields));
            });
    return new TableColumns(table, version, changed, numbers::next);
  }

  TableColumns without(ColumnPath path) {
    Field gone = field(path);
    if (path.names().size() > 1) {
      ColumnPath parent = new ColumnPath(path.names().subList(0, path.names().size() - 1));
      return withColumns(replaced(parent, field -> withoutChild(field, gone, path)));
    }
    if (columns.size() == 1) {
      throw new UnsupportedFeatureException(
          "table without columns",
          "Cannot drop column " + path + ": it is the only one of " + table + ".");
    }
    return withColumns(columns.stream().filter(column -> !column.id().equals(gone.id())).toList());
  }

  private static Field withoutChild(Field parent, Field gone, ColumnPath path) {
    if (!(parent.type() instanceof StructType struct)) {
      throw new UnsupportedFeatureException(
          "dropping from " + parent.type(),
          "Cannot drop " + path + ": only fields of structs can be dropped.");
    }
    List<Field> rest =
        struct.fields().stream().filter(field -> !field.id().equals(gone.id())).toList();
    if (rest.isEmpty()) {
      throw new UnsupportedFeatureException(
          "struct without fields", "Cannot drop " + path + ": it is the struct's only field.");
    }
    return withType(parent, new StructType(rest));
  }

  TableColumns renamed(ColumnPath path, String newName) {
    ColumnNames.check(newName);
    Field renamed = field(path);
    List<Field> siblings = columns.stream().map(Column::field).toList();
    if (path.names().size() > 1) {
      Field parent = field(new ColumnPath(path.names().subList(0, path.names().size() - 1)));
      siblings = ColumnRow.children(parent.type());
      if (!(parent.type() instanceof StructType)) {
        throw new UnsupportedFeatureException(
            "renaming in " + parent.type(),
            "Cannot rename " + path + ": the parts of lists and maps have fixed names.");
      }
    }
    ColumnNames.checkFree(
        newName,
        siblings.stream().filter(each -> !each.id().equals(renamed.id())).map(Field::name).toList(),
        table);
    return withColumns(
        replaced(
            path,
            field ->
                new Field(
                    field.id(),
                    newName,
                    field.type(),
                    field.nullsAllowed(),
                    field.initialDefault())));
  }

  TableColumns retyped(ColumnPath path, String text) {
    DataType type = type(path.toString(), text);
    FieldNumbers numbers = new FieldNumbers(nextId.getAsLong());
    List<Column> changed =
        replaced(path, field -> withType(field, widened(path.toString(), field, type, numbers)));
    return new TableColumns(table, version, changed, numbers::next);
  }

  /** Fields of a struct are matched by name; new ones are added, none may be missing. */
  private DataType widened(String path, Field field, DataType to, FieldNumbers numbers) {
    DataType from = field.type();
    if (from instanceof StructType old && to instanceof StructType wanted) {
      List<Field> fields = new ArrayList<>();
      for (Field each : old.fields()) {
        Field match =
            named(each.name(), wanted.fields())
                .orElseThrow(
                    () ->
                        new UnsupportedFeatureException(
                            "narrowing a struct",
                            "Cannot change the type of "
                                + path
                                + " to "
                                + SqlTypes.print(to)
                                + ": the field "
                                + each.name()
                                + " is missing. Drop it by its name, if that is meant."));
        String name = path + "." + each.name();
        fields.add(withType(each, widened(name, each, match.type(), numbers)));
      }
      for (Field each : wanted.fields()) {
        if (named(each.name(), old.fields()).isEmpty()) {
          fields.add(numbers.number(each.name(), each.type(), true, null));
        }
      }
      return new StructType(fields);
    }
    if (from instanceof ListType old && to instanceof ListType wanted) {
      return new ListType(part(path, old.element(), wanted.element(), numbers));
    }
    if (from instanceof MapType old && to instanceof MapType wanted) {
      return new MapType(
          part(path, old.key(), wanted.key(), numbers),
          part(path, old.value(), wanted.value(), numbers));
    }
    if (!Promotions.allowed(from, to)) {
      throw new UnsupportedFeatureException(
          "promotion from " + from + " to " + to,
          "Cannot change the type of "
              + path
              + " of "
              + table
              + " from "
              + SqlTypes.print(from)
              + " to "
              + SqlTypes.print(to)
              + ": only types that hold all values of the old one are allowed.");
    }
    return to;
  }

  private Field part(String path, Field old, Field wanted, FieldNumbers numbers) {
    return withType(old, widened(path + "." + old.name(), old, wanted.type(), numbers));
  }

  TableColumns withDefault(ColumnPath path, @Nullable String text) {
    return withColumns(
        changed(
            path,
            column ->
                new Column(
                    column.field(),
                    Defaults.forNewRows(column.name(), column.type(), text),
                    column.comment())));
  }

  TableColumns withNulls(ColumnPath path, ColumnDefinition.Nulls nulls) {
    return withColumns(
        changed(
            path,
            column ->
                new Column(
                    new Field(
                        column.id(),
                        column.name(),
                        column.type(),
                        nulls == ColumnDefinition.Nulls.ALLOWED,
                        column.field().initialDefault()),
                    column.writeDefault(),
                    column.comment())));
  }

  TableColumns withComment(ColumnPath path, @Nullable String comment) {
    return withColumns(
        changed(path, column -> new Column(column.field(), column.writeDefault(), comment)));
  }

  /** The column or nested field of that name. */
  Field field(ColumnPath path) {
    Field field = topLevel(path).field();
    for (String name : path.names().subList(1, path.names().size())) {
      field = child(field, name, path);
    }
    return field;
  }

  /** The column of that name. */
  Column topLevel(ColumnPath path) {
    String name = path.names().get(0);
    return columns.stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                NotFoundException.withSuggestions(
                    "column", name, table, columns.stream().map(Column::name).toList()));
  }

  private Field child(Field parent, String name, ColumnPath path) {
    List<Field> children = ColumnRow.children(parent.type());
    return named(name, children)
        .orElseThrow(
            () ->
                NotFoundException.withSuggestions(
                    "field",
                    path.toString(),
                    "the type " + parent.type() + " of " + table,
                    children.stream().map(Field::name).toList()));
  }

  private static Optional<Field> named(String name, List<Field> fields) {
    return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The name of a column of the table itself. */
  String topLevelName(FieldId id) {
    return columns.stream()
        .filter(column -> column.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no column " + id))
        .name();
  }

  private TableColumns withColumns(List<Column> changed) {
    return new TableColumns(table, version, changed, nextId);
  }

  private List<Column> changed(ColumnPath path, Function<Column, Column> change) {
    if (path.names().size() > 1) {
      field(path);
      throw new UnsupportedFeatureException(
          "default, NOT NULL or comment of a nested field",
          "Cannot change "
              + path
              + " so: only columns of the table have defaults, NOT NULL and"
              + " comments.");
    }
    FieldId id = topLevel(path).id();
    return columns.stream()
        .map(column -> column.id().equals(id) ? change.apply(column) : column)
        .toList();
  }

  private List<Column> replaced(ColumnPath path, Function<Field, Field> change) {
    FieldId id = topLevel(path).id();
    List<String> rest = path.names().subList(1, path.names().size());
    return columns.stream()
        .map(
            column ->
                column.id().equals(id)
                    ? new Column(
                        replaced(column.field(), rest, path, change),
                        column.writeDefault(),
                        column.comment())
                    : column)
        .toList();
  }

  private Field replaced(
      Field field, List<String> rest, ColumnPath path, Function<Field, Field> change) {
    if (rest.isEmpty()) {
      return change.apply(field);
    }
    FieldId id = child(field, rest.get(0), path).id();
    Function<Field, Field> inner =
        each ->
            each.id().equals(id)
                ? replaced(each, rest.subList(1, rest.size()), path, change)
                : each;
    DataType type = field.type();
    if (type instanceof StructType struct) {
      return withType(field, new StructType(struct.fields().stream().map(inner).toList()));
    }
    if (type instanceof ListType list) {
      return withType(field, new ListType(inner.apply(list.element())));
    }
    MapType map = (MapType) type;
    return withType(field, new MapType(inner.apply(map.key()), inner.apply(map.value())));
  }

  private static Field withType(Field field, DataType type) {
    return new Field(field.id(), field.name(), type, field.nullsAllowed(), field.initialDefault());
  }
}
