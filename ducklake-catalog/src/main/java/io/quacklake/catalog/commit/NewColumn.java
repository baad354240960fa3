package io.quacklake.catalog.commit;

import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code ducklake_column} and those of the fields nested in it, which are the type's own.
 *
 * @param field its id, name, type, nullability and initial default; nested fields have ids too
 * @param parent the id of the field that it is nested in, null at top level
 * @param order its place among the table's columns ({@code column_order})
 * @param writeDefault what new rows get that do not name the column
 */
public record NewColumn(
    Field field, @Nullable Long parent, long order, DefaultValue writeDefault) {}
