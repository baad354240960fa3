package io.quacklake.transact.internal.draft;

import io.quacklake.format.FieldId;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.StructType;
import org.jspecify.annotations.Nullable;

/** Gives ids to new fields: one after the other, parents before what is nested in them. */
final class FieldNumbers {
  private long next;

  FieldNumbers(long next) {
    this.next = next;
  }

  /** The id after all that were given. */
  long next() {
    return next;
  }

  Field number(String name, DataType type, boolean nullsAllowed, @Nullable String initialDefault) {
    FieldId id = new FieldId(next++);
    return new Field(id, name, number(type), nullsAllowed, initialDefault);
  }

  private Field number(Field field) {
    return number(field.name(), field.type(), field.nullsAllowed(), field.initialDefault());
  }

  private DataType number(DataType type) {
    if (type instanceof StructType struct) {
      return new StructType(struct.fields().stream().map(this::number).toList());
    }
    if (type instanceof ListType list) {
      return new ListType(number(list.element()));
    }
    if (type instanceof MapType map) {
      Field key = number(map.key());
      return new MapType(key, number(map.value()));
    }
    return type;
  }
}
