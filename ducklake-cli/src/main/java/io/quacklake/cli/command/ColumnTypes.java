package io.quacklake.cli.command;

import io.quacklake.cli.output.ResultColumn;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.VirtualColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The lake's types of a scan's columns: Arrow has fewer, and values print by the lake's. */
final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * Finds the type of each field of a scan's schema.
   *
   * @param virtual the columns at the end of the schema that the table does not have
   */
  static List<ResultColumn> of(Schema schema, List<Column> columns, List<VirtualColumn> virtual) {
    int own = schema.getFields().size() - virtual.size();
    List<ResultColumn> result = new ArrayList<>();
    for (Field field : schema.getFields().subList(0, own)) {
      DataType type =
          columns.stream()
              .filter(each -> each.name().equals(field.getName()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "The scan has a column that the table has not: " + field.getName()))
              .type();
      result.add(new ResultColumn(field.getName(), narrowed(type, field)));
    }
    virtual.forEach(each -> result.add(new ResultColumn(each.columnName(), each.type())));
    return result;
  }

  /** A struct of which only some fields are read has only those; variants may be read as JSON. */
  private static DataType narrowed(DataType type, Field field) {
    if (type instanceof VariantType) {
      return field.getType() instanceof ArrowType.Utf8 ? PrimitiveType.JSON : type;
    }
    if (type instanceof ListType list) {
      return new ListType(narrowed(list.element(), field.getChildren().get(0)));
    }
    if (type instanceof MapType map) {
      List<Field> entry = field.getChildren().get(0).getChildren();
      return new MapType(narrowed(map.key(), entry.get(0)), narrowed(map.value(), entry.get(1)));
    }
    if (!(type instanceof StructType struct)) {
      return type;
    }
    List<io.quacklake.format.type.Field> kept = new ArrayList<>();
    for (io.quacklake.format.type.Field each : struct.fields()) {
      Optional<Field> child =
          field.getChildren().stream().filter(it -> it.getName().equals(each.name())).findFirst();
      if (child.isPresent()) {
        kept.add(narrowed(each, child.get()));
      }
    }
    return new StructType(kept);
  }

  private static io.quacklake.format.type.Field narrowed(
      io.quacklake.format.type.Field field, Field read) {
    return new io.quacklake.format.type.Field(
        field.id(),
        field.name(),
        narrowed(field.type(), read),
        field.nullsAllowed(),
        field.initialDefault());
  }
}
