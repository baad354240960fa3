package io.quacklake.format.type;

import io.quacklake.format.FieldId;
import org.jspecify.annotations.Nullable;

/**
 * A named place for values: a column, a struct's field, a list's element, a map's key or value.
 *
 * @param id its id within the table; it stays through renames and promotions
 * @param name the current name; {@code element}, {@code key} and {@code value} inside lists and
 *     maps
 * @param nullsAllowed reliable for top-level columns only (the reference stores {@code false} for
 *     some nested fields that do hold NULL)
 * @param initialDefault the text of the value that rows have which were written before the field
 *     was; null for NULL
 */
public record Field(
    FieldId id, String name, DataType type, boolean nullsAllowed, @Nullable String initialDefault) {

  public static Field of(long id, String name, DataType type) {
    return new Field(new FieldId(id), name, type, true, null);
  }
}
