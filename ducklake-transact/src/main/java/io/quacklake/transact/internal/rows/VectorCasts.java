package io.quacklake.transact.internal.rows;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** Finds the cast from what comes in to a column's type, before a row is looked at. */
final class VectorCasts {
  private final LongFunction<@Nullable Dictionary> dictionaries;

  /**
   * @param dictionaries by their ids
   */
  VectorCasts(LongFunction<@Nullable Dictionary> dictionaries) {
    this.dictionaries = dictionaries;
  }

  /**
   * The cast from an incoming field to a column or nested field.
   *
   * @param path the column's, for messages
   */
  VectorCast between(org.apache.arrow.vector.types.pojo.Field source, DataType type, String path) {
    if (source.getDictionary() != null) {
      Dictionary dictionary = dictionaries.apply(source.getDictionary().getId());
      if (dictionary == null) {
        throw new InvalidValueException(
            "Column " + path + " comes with indices of a dictionary that does not come along.");
      }
      return new VectorCast.Decoded(
          dictionary, between(dictionary.getVector().getField(), type, path));
    }
    if (source.getType() instanceof ArrowType.ExtensionType extension) {
      org.apache.arrow.vector.types.pojo.Field storage =
          new org.apache.arrow.vector.types.pojo.Field(
              source.getName(), FieldType.nullable(extension.storageType()), source.getChildren());
      return new VectorCast.Unwrapped(between(storage, type, path));
    }
    if (source.getType() instanceof ArrowType.Null) {
      return new VectorCast.Nulls();
    }
    VectorCast cast = null;
    if (type instanceof StructType struct) {
      cast = struct(source, struct, path);
    } else if (type instanceof ListType list) {
      cast = list(source, list, path);
    } else if (type instanceof MapType map) {
      cast = map(source, map, path);
    } else if (type instanceof VariantType) {
      cast = variant(source);
    } else {
      cast = scalar(source, type);
      if (cast != null && type == PrimitiveType.JSON) {
        cast = new VectorCast.Checked(cast, ScalarCasts::requireJson);
      } else if (cast != null && type instanceof GeometryType) {
        cast = new VectorCast.Checked(cast, Wkb::require);
      }
    }
    if (cast == null) {
      throw new InvalidValueException(
          "Column "
              + path
              + " is of type "
              + type
              + "; what comes in is of the Arrow type "
              + source.getType()
              + ", which is not cast to it"
              + hint(source, type)
              + ".");
    }
    return cast;
  }

  private static String hint(org.apache.arrow.vector.types.pojo.Field source, DataType type) {
    boolean zoned = type == PrimitiveType.TIMESTAMPTZ || type == PrimitiveType.TIMESTAMPTZ_NS;
    if (source.getType() instanceof ArrowType.Timestamp) {
      return zoned
          ? ", since it does not say of which time zone it is: give it one first"
          : ", since it is a moment, not a time on some clock: drop its time zone first";
    }
    return ": cast it first";
  }

  private @Nullable VectorCast scalar(
      org.apache.arrow.vector.types.pojo.Field source, DataType type) {
    ArrowType from = source.getType();
    ArrowType to = ArrowSchemas.field(Field.of(1, "c", type)).getType();
    if (sameLayout(from, to) && source.getChildren().isEmpty()) {
      return new VectorCast.Same();
    }
    boolean longText = from instanceof ArrowType.LargeUtf8 || from instanceof ArrowType.Utf8View;
    boolean longBytes =
        from instanceof ArrowType.LargeBinary || from instanceof ArrowType.BinaryView;
    if ((isText(type) && longText) || (isBytes(type) && longBytes)) {
      return new VectorCast.Bytes();
    }
    ScalarSource scalar = ScalarSource.of(from);
    if (scalar == null) {
      return null;
    }
    FixedCast.FieldWidth width =
        from instanceof ArrowType.Int integer
            ? new FixedCast.FieldWidth(integer.getBitWidth(), integer.getIsSigned())
            : new FixedCast.FieldWidth(64, true);
    FixedCast fixed = FixedCast.of(scalar, width, type);
    if (fixed != null) {
      return new VectorCast.Fixed(fixed);
    }
    Function<Object, Object> cast = ScalarCasts.to(type, scalar);
    return cast == null ? null : new VectorCast.Scalar(scalar, type, cast);
  }

  /** Time zones of moments only say how to print them. */
  private static boolean sameLayout(ArrowType from, ArrowType to) {
    if (from instanceof ArrowType.Timestamp a && to instanceof ArrowType.Timestamp b) {
      boolean aZoned = a.getTimezone() != null && !a.getTimezone().isEmpty();
      return a.getUnit() == b.getUnit() && aZoned == (b.getTimezone() != null);
    }
    return from.equals(to);
  }

  private static boolean isText(DataType type) {
    return type == PrimitiveType.VARCHAR || type == PrimitiveType.JSON;
  }

  private static boolean isBytes(DataType type) {
    return type == PrimitiveType.BLOB || type instanceof GeometryType;
  }

  private @Nullable VectorCast struct(
      org.apache.arrow.vector.types.pojo.Field source, StructType type, String path) {
    if (!(source.getType() instanceof ArrowType.Struct)) {
      return null;
    }
    List<org.apache.arrow.vector.types.pojo.Field> given = source.getChildren();
    List<String> names =
        given.stream().map(org.apache.arrow.vector.types.pojo.Field::getName).toList();
    ColumnNames wanted = new ColumnNames(names, "column " + path);
    List<Integer> indexes = new ArrayList<>();
    List<VectorCast> casts = new ArrayList<>();
    int found = 0;
    boolean same = given.size() == type.fields().size();
    for (Field field : type.fields()) {
      int index = wanted.indexOf(field.name());
      same &= index == indexes.size();
      indexes.add(index);
      VectorCast cast =
          index < 0
              ? new VectorCast.Nulls()
              : between(given.get(index), field.type(), path + "." + field.name());
      same &= cast instanceof VectorCast.Same;
      casts.add(cast);
      found += index < 0 ? 0 : 1;
    }
    if (found < given.size()) {
      List<String> known = type.fields().stream().map(Field::name).toList();
      String unknown = ColumnNames.firstUnknown(names, known);
      throw NotFoundException.withSuggestions("field", unknown, "column " + path, known);
    }
    return same ? new VectorCast.Same() : new VectorCast.Struct(indexes, casts);
  }

  private @Nullable VectorCast list(
      org.apache.arrow.vector.types.pojo.Field source, ListType type, String path) {
    ArrowType from = source.getType();
    boolean fits =
        from instanceof ArrowType.List
            || from instanceof ArrowType.LargeList
            || from instanceof ArrowType.FixedSizeList
            || from instanceof ArrowType.ListView
            || from instanceof ArrowType.LargeListView;
    if (!fits) {
      return null;
    }
    VectorCast element =
        between(source.getChildren().get(0), type.element().type(), path + ".element");
    return from instanceof ArrowType.List && element instanceof VectorCast.Same
        ? new VectorCast.Same()
        : new VectorCast.Elements(element);
  }

  private @Nullable VectorCast map(
      org.apache.arrow.vector.types.pojo.Field source, MapType type, String path) {
    if (!(source.getType() instanceof ArrowType.Map)) {
      return null;
    }
    List<org.apache.arrow.vector.types.pojo.Field> entry =
        source.getChildren().get(0).getChildren();
    VectorCast key = between(entry.get(0), type.key().type(), path + ".key");
    VectorCast value = between(entry.get(1), type.value().type(), path + ".value");
    VectorCast entries =
        key instanceof VectorCast.Same && value instanceof VectorCast.Same
            ? new VectorCast.Same()
            : new VectorCast.Elements(new VectorCast.Struct(List.of(0, 1), List.of(key, value)));
    return new VectorCast.MapEntries(entries, type.key().type());
  }

  private static @Nullable VectorCast variant(org.apache.arrow.vector.types.pojo.Field source) {
    List<org.apache.arrow.vector.types.pojo.Field> parts = source.getChildren();
    boolean fits =
        source.getType() instanceof ArrowType.Struct
            && parts.size() == 2
            && parts.get(0).getName().toLowerCase(Locale.ROOT).equals("metadata")
            && parts.get(1).getName().toLowerCase(Locale.ROOT).equals("value")
            && parts.stream().allMatch(part -> part.getType() instanceof ArrowType.Binary);
    return fits ? new VectorCast.Variants() : null;
  }
}
