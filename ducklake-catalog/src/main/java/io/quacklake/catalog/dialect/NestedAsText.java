package io.quacklake.catalog.dialect;

import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.Optional;

/**
 * What inlined columns are declared as where nested values are text: they can be inlined if all
 * their parts can. Variants and geometries cannot.
 */
abstract class NestedAsText implements DataType.Visitor<Optional<String>> {
  private final Optional<String> text;

  /**
   * @param text the declaration of a column of text
   */
  NestedAsText(String text) {
    this.text = Optional.of(text);
  }

  Optional<String> text() {
    return text;
  }

  /**
   * What the driver takes for a value: text where the column is one, else the value itself, with
   * truth as a number.
   */
  final Object stored(DataType type, Object value) {
    Optional<String> declared = type.accept(this);
    if (declared.isEmpty() || declared.equals(text)) {
      return ValueCodec.print(type, value);
    }
    return value instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : value;
  }

  @Override
  public Optional<String> list(ListType type) {
    return type.element().type().accept(this).flatMap(any -> text);
  }

  @Override
  public Optional<String> struct(StructType type) {
    boolean all =
        type.fields().stream().map(Field::type).allMatch(each -> each.accept(this).isPresent());
    return all ? text : Optional.empty();
  }

  @Override
  public Optional<String> map(MapType type) {
    return type.key()
        .type()
        .accept(this)
        .flatMap(any -> type.value().type().accept(this))
        .flatMap(any -> text);
  }

  @Override
  public Optional<String> variant(VariantType type) {
    return Optional.empty();
  }

  @Override
  public Optional<String> geometry(GeometryType type) {
    return Optional.empty();
  }
}
