package io.quacklake.scan.internal.variant;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.StructType;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Puts variants together again out of the columns of a group with {@code metadata}, {@code value}
 * and {@code typed_value} ("Variant Shredding" of the Parquet format). Columns go by name.
 */
public final class ShreddedVariant {
  private static final String METADATA = "metadata";
  private static final String VALUE = "value";
  private static final String TYPED_VALUE = "typed_value";

  private final StructVector group;
  private final VarBinaryVector metadata;
  private final Part whole;
  private final VariantDecoder decoder = new VariantDecoder();

  private ShreddedVariant(StructVector group, VarBinaryVector metadata, Part whole) {
    this.group = group;
    this.metadata = metadata;
    this.whole = whole;
  }

  /**
   * Reads from a group's vector.
   *
   * @param type of the group as a struct
   */
  public static ShreddedVariant of(StructVector group, StructType type) {
    if (!(group.getChild(METADATA) instanceof VarBinaryVector metadata)) {
      throw new VariantFormatException("there is no column metadata of bytes");
    }
    return new ShreddedVariant(group, metadata, Part.of(group, type));
  }

  /** Whether a struct of these fields may be a variant's group. */
  public static boolean isShape(StructType type) {
    List<String> names = type.fields().stream().map(Field::name).toList();
    return names.contains(METADATA)
        && names.size() > 1
        && List.of(METADATA, VALUE, TYPED_VALUE).containsAll(names);
  }

  /** The variant of a row, null where the group itself is NULL. */
  public @Nullable VariantValue read(int row) {
    if (group.isNull(row)) {
      return null;
    }
    if (metadata.isNull(row)) {
      throw new VariantFormatException("there is a value without metadata");
    }
    byte[] names = metadata.get(row);
    VariantValue value = whole.read(row, encoded -> decoder.decode(names, encoded));
    return value == null ? VariantValue.Nothing.NULL : value;
  }

  /** Decodes the values of a row, which have its metadata in common. */
  private interface Row {
    VariantValue decode(byte[] value);
  }

  /** A value and its shredded column: the whole, a field's, or those of an array's elements. */
  private record Part(
      StructVector group, @Nullable VarBinaryVector value, @Nullable Shredded shredded) {

    static Part of(FieldVector vector, DataType type) {
      if (!(vector instanceof StructVector group) || !(type instanceof StructType struct)) {
        throw new VariantFormatException("a shredded field or element is no group");
      }
      FieldVector value = group.getChild(VALUE);
      if (value != null && !(value instanceof VarBinaryVector)) {
        throw new VariantFormatException("a column value holds no bytes");
      }
      Shredded shredded = null;
      for (Field field : struct.fields()) {
        if (field.name().equals(TYPED_VALUE)) {
          shredded = Shredded.of(group.getChild(TYPED_VALUE), field.type());
        }
      }
      return new Part(group, (VarBinaryVector) value, shredded);
    }

    /** Null where there is none, such as for a field that an object does not have. */
    @Nullable VariantValue read(int row, Row values) {
      if (group.isNull(row)) {
        return null;
      }
      VariantValue rest = value == null || value.isNull(row) ? null : values.decode(value.get(row));
      VariantValue typed = shredded == null ? null : shredded.read(row, values);
      if (rest == null || typed == null) {
        return rest == null ? typed : rest;
      }
      if (rest instanceof VariantValue.Fields others && typed instanceof VariantValue.Fields some) {
        List<VariantValue.Named> all = new ArrayList<>(some.fields());
        all.addAll(others.fields());
        return new VariantValue.Fields(all);
      }
      throw new VariantFormatException("there is both a value and a shredded value");
    }
  }

  /** A column {@code typed_value}. */
  private sealed interface Shredded {
    @Nullable VariantValue read(int row, Row values);

    static Shredded of(FieldVector vector, DataType type) {
      if (type instanceof ListType list) {
        ListVector lists = (ListVector) vector;
        return new Arrays(lists, Part.of(lists.getDataVector(), list.element().type()));
      }
      if (type instanceof StructType struct) {
        StructVector group = (StructVector) vector;
        List<NamedPart> fields = new ArrayList<>();
        for (int i = 0; i < struct.fields().size(); i++) {
          Field field = struct.fields().get(i);
          Part part = Part.of(group.getChildrenFromFields().get(i), field.type());
          fields.add(new NamedPart(field.name(), part));
        }
        return new Objects(group, fields);
      }
      return new Scalars(vector, type);
    }
  }

  private record Scalars(FieldVector vector, DataType type) implements Shredded {
    @Override
    public @Nullable VariantValue read(int row, Row values) {
      return vector.isNull(row)
          ? null
          : VariantValues.of(type, VectorValues.read(vector, row, type));
    }
  }

  private record Arrays(ListVector vector, Part element) implements Shredded {
    @Override
    public @Nullable VariantValue read(int row, Row values) {
      if (vector.isNull(row)) {
        return null;
      }
      List<VariantValue> items = new ArrayList<>();
      int end = vector.getElementEndIndex(row);
      for (int i = vector.getElementStartIndex(row); i < end; i++) {
        VariantValue item = element.read(i, values);
        items.add(item == null ? VariantValue.Nothing.NULL : item);
      }
      return new VariantValue.Items(items);
    }
  }

  private record NamedPart(String name, Part part) {}

  private record Objects(StructVector vector, List<NamedPart> parts) implements Shredded {
    @Override
    public @Nullable VariantValue read(int row, Row values) {
      if (vector.isNull(row)) {
        return null;
      }
      List<VariantValue.Named> fields = new ArrayList<>();
      for (NamedPart each : parts) {
        VariantValue field = each.part().read(row, values);
        if (field != null) {
          fields.add(new VariantValue.Named(each.name(), field));
        }
      }
      return new VariantValue.Fields(fields);
    }
  }
}
