package io.quacklake.scan.internal.columns;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.VariantForm;

/** The fields of a result, whose variants may be asked for as JSON. */
public final class VariantForms {
  private VariantForms() {}

  /** The field as it comes out: with JSON in the place of variants, nested ones too. */
  public static Field of(Field field, VariantForm form) {
    if (form == VariantForm.BINARY) {
      return field;
    }
    DataType type = json(field.type());
    return type.equals(field.type())
        ? field
        : new Field(field.id(), field.name(), type, field.nullsAllowed(), field.initialDefault());
  }

  private static DataType json(DataType type) {
    if (type instanceof VariantType) {
      return PrimitiveType.JSON;
    }
    if (type instanceof ListType list) {
      return new ListType(of(list.element(), VariantForm.JSON));
    }
    if (type instanceof StructType struct) {
      return new StructType(
          struct.fields().stream().map(field -> of(field, VariantForm.JSON)).toList());
    }
    return type instanceof MapType map
        ? new MapType(of(map.key(), VariantForm.JSON), of(map.value(), VariantForm.JSON))
        : type;
  }
}
