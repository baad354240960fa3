package io.quacklake.cli.command;

import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How things of one kind become rows: a column for each thing that is said of them. */
final class Listing<T> {
  private final RowsReader.Builder rows = new RowsReader.Builder();
  private final List<Function<T, @Nullable Object>> values = new ArrayList<>();

  Listing<T> text(String name, Function<T, @Nullable String> value) {
    return column(name, PrimitiveType.VARCHAR, value);
  }

  Listing<T> number(String name, Function<T, @Nullable Long> value) {
    return column(name, PrimitiveType.INT64, value);
  }

  Listing<T> column(
      String name, PrimitiveType type, Function<T, ? extends @Nullable Object> value) {
    rows.column(name, type);
    values.add(value::apply);
    return this;
  }

  /** A column whose NULL means that the catalog does not know. */
  Listing<T> columnOrUnknown(
      String name, PrimitiveType type, Function<T, ? extends @Nullable Object> value) {
    rows.columnOrUnknown(name, type);
    values.add(value::apply);
    return this;
  }

  /** The rows; to be called once. */
  Result of(Iterable<T> things) {
    for (T thing : things) {
      @Nullable Object[] row = new @Nullable Object[values.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = values.get(i).apply(thing);
      }
      rows.row(row);
    }
    return rows.rows();
  }
}
