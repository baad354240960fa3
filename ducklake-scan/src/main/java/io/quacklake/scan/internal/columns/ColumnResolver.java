package io.quacklake.scan.internal.columns;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.NestedText;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.VariantForm;
import io.quacklake.scan.internal.variant.ShreddedVariant;
import io.quacklake.scan.internal.variant.VariantJson.FieldOrder;
import io.quacklake.scan.internal.variant.VariantValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each column of the result its field in a source, by field id: names in files may be
 * stale. A column that the source does not have takes its value out of the file's path, else its
 * initial default.
 */
public final class ColumnResolver {
  /** Whether nested fields that are not wanted are left out of what is read. */
  public enum Pruning {
    WANTED_ONLY,
    NONE
  }

  private final List<SourceField> sources;
  private final Map<FieldId, @Nullable String> pathValues;
  private final Pruning pruning;
  private final VariantForm variants;
  private final String place;

  /**
   * @param pathValues texts by field, out of the file's path; a null value is NULL
   * @param variants the form of the result's variants
   * @param place the file or catalog table, for messages
   */
  public ColumnResolver(
      List<SourceField> sources,
      Map<FieldId, @Nullable String> pathValues,
      Pruning pruning,
      VariantForm variants,
      String place) {
    this.sources = sources;
    this.pathValues = pathValues;
    this.pruning = pruning;
    this.variants = variants;
    this.place = place;
  }

  /** Where a column comes from. */
  public ColumnSource resolve(Field target) {
    for (SourceField source : sources) {
      if (target.id().equals(source.id())) {
        Match match = match(source, target);
        return new ColumnSource.FromSource(
            VariantForms.of(target, variants), match.source(), match.conversion());
      }
    }
    if (pathValues.containsKey(target.id())) {
      String text = pathValues.get(target.id());
      return constant(target, text == null ? null : parse(target, text));
    }
    return constant(target, initialDefault(target));
  }

  private ColumnSource constant(Field target, @Nullable Object value) {
    return new ColumnSource.Constant(VariantForms.of(target, variants), value);
  }

  private record Match(SourceField source, Conversion conversion) {}

  private Match match(SourceField source, Field target) {
    DataType to = target.type();
    if (to instanceof VariantType) {
      return new Match(source, toVariant(source, variants));
    }
    if (to == PrimitiveType.JSON && group(source) != null) {
      return new Match(source, toVariant(source, VariantForm.JSON));
    }
    if (source.type() instanceof StructType && to instanceof StructType struct) {
      return matchStruct(source, struct);
    }
    if (source.type() instanceof ListType && to instanceof ListType list) {
      Match element = match(source.children().get(0), list.element());
      return new Match(
          with(source, List.of(element.source())), new Conversion.Elements(element.conversion()));
    }
    if (source.type() instanceof MapType && to instanceof MapType map) {
      Match key = match(source.children().get(0), map.key());
      Match value = match(source.children().get(1), map.value());
      Conversion entries =
          new Conversion.Struct(
              List.of(
                  new Conversion.Taken(0, key.conversion()),
                  new Conversion.Taken(1, value.conversion())));
      return new Match(
          with(source, List.of(key.source(), value.source())), new Conversion.Elements(entries));
    }
    if (to == PrimitiveType.JSON
        && source.children().stream().anyMatch(ColumnResolver::holdsVariants)) {
      throw new UnsupportedFeatureException(
          "variants inside a column that became JSON",
          "Cannot read column " + source.name() + " of " + place + ": it holds variants.");
    }
    return new Match(source, scalar(source.type(), to));
  }

  private Match matchStruct(SourceField source, StructType target) {
    List<SourceField> kept = new ArrayList<>();
    List<Conversion.Child> children = new ArrayList<>();
    if (pruning == Pruning.NONE) {
      kept.addAll(source.children());
    }
    for (Field field : target.fields()) {
      SourceField found = find(source.children(), field);
      if (found == null) {
        Field absent = VariantForms.of(field, variants);
        children.add(new Conversion.Absent(absent.type(), initialDefault(field)));
        continue;
      }
      Match match = match(found, field);
      int index = source.children().indexOf(found);
      if (pruning == Pruning.WANTED_ONLY) {
        index = kept.size();
        kept.add(match.source());
      }
      children.add(new Conversion.Taken(index, match.conversion()));
    }
    return new Match(with(source, kept), new Conversion.Struct(children));
  }

  private static @Nullable SourceField find(List<SourceField> children, Field field) {
    for (SourceField child : children) {
      if (field.id().equals(child.id())) {
        return child;
      }
    }
    return null;
  }

  private SourceField with(SourceField source, List<SourceField> children) {
    if (pruning == Pruning.NONE || source.file() == null) {
      return source;
    }
    return new SourceField(
        source.id(),
        source.name(),
        source.type(),
        children,
        source
            .file()
            .withChildren(
                children.stream()
                    .map(SourceField::file)
                    .map(java.util.Objects::requireNonNull)
                    .toList()));
  }

  private Conversion toVariant(SourceField source, VariantForm form) {
    String column = "column " + source.name() + " of " + place;
    FieldOrder order = source.file() == null ? FieldOrder.AS_STORED : FieldOrder.BY_NAME;
    return new VariantConversion(source.type(), group(source), form, order, column);
  }

  /**
   * The columns of a variant's group, null for other fields. DuckDB does not annotate the group, so
   * it goes by its fields, which unlike those of the lake's structs have no ids.
   */
  private static @Nullable StructType group(SourceField source) {
    if (source.type() instanceof VariantType && source.file() == null) {
      return VariantConversion.UNSHREDDED;
    }
    if (source.type() instanceof StructType struct) {
      boolean anyId = source.children().stream().anyMatch(child -> child.id() != null);
      return !anyId && ShreddedVariant.isShape(struct) ? struct : null;
    }
    return source.type() instanceof VariantType
        ? new StructType(source.children().stream().map(SourceField::asField).toList())
        : null;
  }

  private static boolean holdsVariants(SourceField source) {
    return group(source) != null
        || source.children().stream().anyMatch(ColumnResolver::holdsVariants);
  }

  private Conversion scalar(DataType from, DataType to) {
    if (Promotion.sameBits(from, to)
        || (from == PrimitiveType.TIMETZ && to == PrimitiveType.TIME)) {
      return new Conversion.Same();
    }
    if (from.isNested() != to.isNested() && to != PrimitiveType.JSON) {
      throw new CorruptLakeException(
          place + " holds " + from + " for a column of type " + to + ".");
    }
    return new Conversion.Cast(from, to, Promotion.between(from, to));
  }

  private @Nullable Object initialDefault(Field field) {
    String text = field.initialDefault();
    return text == null ? null : parse(field, text);
  }

  private Object parse(Field field, String text) {
    if (field.type() instanceof VariantType) {
      return VariantConversion.constant(VariantValue.text(text), variants);
    }
    try {
      return field.type().isNested()
          ? NestedText.parse(field.type(), text)
          : ValueCodec.parse(field.type(), text);
    } catch (ValueFormatException failure) {
      throw new CorruptLakeException(
          "The text '"
              + text
              + "' is no value of type "
              + field.type()
              + " for column "
              + field.name()
              + " of "
              + place
              + ".",
          failure);
    }
  }
}
