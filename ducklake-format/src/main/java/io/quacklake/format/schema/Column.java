package io.quacklake.format.schema;

import io.quacklake.format.FieldId;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * A top-level column as of a snapshot.
 *
 * @param field its id, name, type and initial default
 * @param writeDefault what new rows get that do not name the column
 * @param comment the comment on the column, null where there is none
 */
public record Column(Field field, DefaultValue writeDefault, @Nullable String comment) {
  public FieldId id() {
    return field.id();
  }

  public String name() {
    return field.name();
  }

  public DataType type() {
    return field.type();
  }
}
