package io.quacklake.scan.internal.columns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.VariantForm;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.scan.internal.variant.ShreddedVariant;
import io.quacklake.scan.internal.variant.VariantEncoder;
import io.quacklake.scan.internal.variant.VariantFormatException;
import io.quacklake.scan.internal.variant.VariantJson;
import io.quacklake.scan.internal.variant.VariantJson.FieldOrder;
import io.quacklake.scan.internal.variant.VariantValue;
import io.quacklake.scan.internal.variant.VariantValues;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a source has for a column of variants, as a variant or as its JSON. A NULL of another
 * type becomes the variant null, as in the reference; a variant's group that is NULL stays NULL.
 *
 * @param from the type of the source; a variant's group is of type variant
 * @param group the columns of a variant's group, null for other sources
 * @param order of the fields of objects in JSON
 * @param place what is read, for messages
 */
record VariantConversion(
    DataType from, @Nullable StructType group, VariantForm form, FieldOrder order, String place)
    implements Conversion {
  /** How variants lie that are not shredded. */
  static final StructType UNSHREDDED =
      new StructType(
          List.of(
              Field.of(-1, "metadata", PrimitiveType.BLOB),
              Field.of(-1, "value", PrimitiveType.BLOB)));

  private static final VariantType VARIANT = new VariantType();

  @Override
  public void convert(FieldVector source, FieldVector target) {
    int count = source.getValueCount();
    target.setInitialCapacity(count);
    target.allocateNew();
    try {
      IntFunction<@Nullable VariantValue> values = values(source);
      for (int row = 0; row < count; row++) {
        write(target, row, values.apply(row));
      }
    } catch (VariantFormatException failure) {
      throw new CorruptLakeException(
          "Cannot read a variant of " + place + ": " + failure.getMessage() + ".", failure);
    }
    target.setValueCount(count);
  }

  private IntFunction<@Nullable VariantValue> values(FieldVector source) {
    if (group == null) {
      return row -> VariantValues.of(from, VectorValues.read(source, row, from));
    }
    ShreddedVariant variants = ShreddedVariant.of((StructVector) source, group);
    return variants::read;
  }

  private void write(FieldVector target, int row, @Nullable VariantValue value) {
    if (form == VariantForm.BINARY) {
      VectorValues.write(target, row, VARIANT, value == null ? null : VariantEncoder.encode(value));
    } else if (value != null) {
      ((VarCharVector) target).setSafe(row, VariantJson.print(value, order).getBytes(UTF_8));
    }
  }

  /** A variant as the value of a column in that form. */
  static Object constant(VariantValue value, VariantForm form) {
    return form == VariantForm.BINARY
        ? VariantEncoder.encode(value)
        : VariantJson.print(value, FieldOrder.BY_NAME);
  }
}
