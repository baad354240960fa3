package io.quacklake.scan.internal.columns;

import io.quacklake.format.FieldId;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a data file, or of the schema under which rows were inlined.
 *
 * @param id the lake's field that it holds, null if it holds none
 * @param type its own type, which may be narrower than the table's
 * @param file where it is in the file, null for inlined rows
 */
public record SourceField(
    @Nullable FieldId id,
    String name,
    DataType type,
    List<SourceField> children,
    @Nullable ParquetField file) {
  public SourceField {
    children = List.copyOf(children);
  }

  /** A field of an inlined table. */
  public static SourceField of(Field field) {
    return new SourceField(
        field.id(),
        field.name(),
        field.type(),
        childrenOf(field.type()).stream().map(SourceField::of).toList(),
        null);
  }

  /** The field as the vocabulary has it, for vectors that hold it as it is. */
  Field asField() {
    return new Field(id == null ? NO_ID : id, name, type, true, null);
  }

  private static final FieldId NO_ID = new FieldId(-1);

  private static List<Field> childrenOf(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields();
    }
    if (type instanceof ListType list) {
      return List.of(list.element());
    }
    if (type instanceof MapType map) {
      return List.of(map.key(), map.value());
    }
    return List.of();
  }
}
